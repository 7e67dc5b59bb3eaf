/**
 * Ending without losing a request.
 *
 * <p>When the process is told to end it first says that it is not ready, and goes on serving for a while, new connections
 * too, so that whoever spreads the load takes it off the list. From now on every answer closes its HTTP/1.1 connection
 * ({@code Connection: close}), and HTTP/2 clients get a GOAWAY that cuts nothing off. Then no new connection is taken, and
 * what is in progress is waited for: an answer, a body, a stream of events or a socket may come to its own end. Those that
 * have none are broken off when the time is up, and their clients connect again by themselves. Only then does the HTTP
 * server close, and everything that observes the end of the process at the usual priority follows.
 *
 * <p><b>Threading.</b> Waits on the thread that ends the process; event loops go on. <b>Failure.</b> What takes longer
 * than the time-out is cut off, and the log says how many. A connection on which no request came all the while is closed
 * at the end; HTTP/1.1 has no way to tell its client before.
 */
@NullMarked
package io.breakwater.gateway.drain;

import org.jspecify.annotations.NullMarked;
