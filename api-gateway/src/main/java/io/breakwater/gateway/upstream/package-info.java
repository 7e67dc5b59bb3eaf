/**
 * Which address of an upstream a request goes to, and which addresses are left alone for a while.
 *
 * <p><b>One concept for ejection and circuit breaking.</b> An address that fails several times in a row is <em>out</em>:
 * for a second at first, and twice as long each time it fails again. What counts is a connection that cannot be opened or
 * breaks before the answer's head, an answer that does not come in time, and 502, 503 or 504. Once the time is over, one
 * request at a time tries the address; the first good answer brings it back. When every address is out, that same trickle
 * of one request at a time per address goes on without waiting, so that recovery is noticed at once, and everybody else is
 * answered 503 immediately instead of queueing behind a time-out. The last address that is in is never taken out for its
 * statuses: an upstream that answers 503 is there, and says itself when to come back.
 *
 * <p><b>Retries</b> have a budget per upstream: a fifth of the requests of the last ten seconds, and three a second in any
 * case, so that an upstream in trouble is not finished off by its own callers.
 *
 * <p><b>Threading.</b> Safe from any event loop; a short lock per upstream, and nothing blocks. <b>Failure.</b> Each
 * gateway judges by what it sees itself; nothing is shared between gateways or survives a restart.
 */
@NullMarked
package io.breakwater.gateway.upstream;

import org.jspecify.annotations.NullMarked;
