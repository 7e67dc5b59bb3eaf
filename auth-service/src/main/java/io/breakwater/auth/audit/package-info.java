/**
 * What happened to whom: every act that concerns security leaves one event in the outbox, for admin-service's audit trail.
 *
 * <p>An event is written in the transaction of its act, so that neither is without the other; that of a refusal is written
 * in a transaction of its own. Personal data stands apart from the rest of an event and names the person it is about, so
 * that it can be erased later without touching what happened. Methods block on PostgreSQL and are called on virtual
 * threads. When PostgreSQL refuses an event, the act fails with it.
 */
@NullMarked
package io.breakwater.auth.audit;

import org.jspecify.annotations.NullMarked;
