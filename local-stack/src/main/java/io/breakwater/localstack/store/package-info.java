/**
 * A real PostgreSQL and a real Redis, unpacked from Maven artifacts and run as ordinary processes on loopback: what the
 * tests and {@code ./dev up} use, so that nothing has to be installed.
 *
 * <p>Both servers detach from the process that starts them and are found again by their data directory, so a suite
 * outlives the command that started it; {@link io.breakwater.localstack.store.EmbeddedStores} ties a pair of them to
 * the life of a test JVM instead. Servers are not thread-safe; EmbeddedStores is.
 *
 * <p>Whatever fails is a {@link io.breakwater.localstack.store.StoreException} whose message is one sentence for the
 * person at the terminal; a server whose start failed is not left running.
 */
@NullMarked
package io.breakwater.localstack.store;

import org.jspecify.annotations.NullMarked;
