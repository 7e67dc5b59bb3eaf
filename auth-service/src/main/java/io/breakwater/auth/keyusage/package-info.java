/**
 * When and from where keys were last used.
 *
 * <p>Every exchange of a key is noted in memory, without I/O; every 5 s the notes are written in a few set-based statements,
 * and once more when the service stops. As gateways ask again for a key in use every 10 to 15 s, {@code last_used_at} is
 * right to within a minute, and an address is seen when a gateway asked on a request that came from it: addresses are a
 * sample, not a log. While PostgreSQL is away notes are kept, up to a bound, beyond which they are dropped and counted; a
 * process that is killed loses the last seconds. Thread-safe.
 */
@NullMarked
package io.breakwater.auth.keyusage;

import org.jspecify.annotations.NullMarked;
