/**
 * What people are to hear of: noteworthy events of all services, once each, as messages of the outbox on the stream
 * {@code admin:notices}. Their types and payloads are stable and stand in {@code docs/notices.md}; whoever delivers them
 * reads the stream.
 *
 * <p>A notice is written in the transaction of its cause, so that neither is without the other. Blocks on PostgreSQL; safe
 * from any thread.
 */
@NullMarked
package io.breakwater.admin.notice;

import org.jspecify.annotations.NullMarked;
