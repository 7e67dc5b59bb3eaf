/**
 * A lasting, pipelined connection to Redis for those who cannot wait for a pool, and how what a stream answers is read.
 *
 * <p>Event loop only. A lost connection is replaced with growing pauses; meanwhile there is none, and the caller's own
 * rule for a lost Redis holds. A connection that answers nothing is closed by the client's read-idle time-out.
 */
@NullMarked
package io.breakwater.gateway.redis;

import org.jspecify.annotations.NullMarked;
