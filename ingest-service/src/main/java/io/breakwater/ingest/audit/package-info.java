/**
 * What was done to whom: acts that concern security leave one event in the outbox, for admin-service's audit trail.
 *
 * <p>An event is written in the transaction of its act, so that neither is without the other. Blocking; thread-safe. When
 * PostgreSQL refuses an event, the act fails with it.
 */
@NullMarked
package io.breakwater.ingest.audit;

import org.jspecify.annotations.NullMarked;
