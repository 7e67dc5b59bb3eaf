/**
 * The load generator: <a href="https://hyperfoil.io">Hyperfoil</a> in a JVM of its own, told what to do by a {@link
 * io.breakwater.bench.load.LoadPlan} and answering with a {@link io.breakwater.bench.load.LoadResult}.
 *
 * <p>A plan with a rate is an open loop: when each request is due is settled beforehand, and its latency counts from that moment,
 * whether or not a connection was free, an earlier answer was late or the generator itself was not in time. So nothing
 * that is slow hides what comes after it (Gil Tene's "coordinated omission"). Hyperfoil's own phases with a rate start their sessions by a
 * clock of milliseconds and measure from when a request is sent; here its sessions wait for their turn by {@link
 * io.breakwater.bench.load.AwaitTurn}, on the clock of nanoseconds. A plan without a rate is a closed loop: as many requests as
 * the connections allow.
 *
 * <p><b>Threading.</b> The generator has one event loop, and everything that counts is confined to it.
 *
 * <p><b>Failure.</b> Requests that fail or are not answered are counted apart and have no latency; a result says how many there
 * were. A generator that ends early is a {@link io.breakwater.bench.process.BenchException}.
 */
@NullMarked
package io.breakwater.bench.load;

import org.jspecify.annotations.NullMarked;
