/**
 * Publishing that cannot be forgotten: a message is a row of the transaction that caused it ({@link
 * io.breakwater.outbox.Outbox}), a relay carries it to a Redis stream and marks it afterwards, and a consumer that takes
 * it in notes its id in the transaction of the effect ({@link io.breakwater.outbox.Inbox}).
 *
 * <p>Delivery is at least once, with the same message id each time; the inbox makes the effect happen once. Order within
 * a stream is the order of commit as one relay sees it; several relays may interleave. The relay runs on one virtual
 * thread per process. A stream may be one that its reader confirms: its messages stay in the table until the reader has
 * committed them, and are published again when the stream lost them, so that neither a reader that is away for long nor a
 * Redis that lost its data loses one. While Redis or PostgreSQL is away it retries and nothing is lost; the lag is a metric.
 */
@NullMarked
package io.breakwater.outbox;

import org.jspecify.annotations.NullMarked;
