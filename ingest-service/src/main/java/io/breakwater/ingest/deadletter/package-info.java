/**
 * Events that could not be processed: they are listed with their reasons, and brought back, one by one or by filter, as
 * they are or corrected. A replay gives an event the effects that it has not had, in one transaction that locks it, so
 * that any number of replays at the same time have one effect; its dedupe key is that of any event.
 *
 * <p>Blocking, on virtual threads; stateless. While PostgreSQL is away it is 503; a replay that was cut off may be sent
 * again.
 */
@NullMarked
package io.breakwater.ingest.deadletter;

import org.jspecify.annotations.NullMarked;
