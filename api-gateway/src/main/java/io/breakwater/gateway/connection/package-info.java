/**
 * Clients' connections while no request is in progress on them: how long one may take to bring the head of a request,
 * and how long it is kept afterwards.
 *
 * <p>Vert.x and Quarkus know an idle time-out only, which a client defeats that sends one byte now and then. So each
 * event loop looks once a second through its own channels and closes those of the public ports that have had no request
 * in progress for too long, whatever has dripped in meanwhile. A connection with a request in progress is left to the
 * timers of that request.
 *
 * <p>When the process is about to end, the last word on a connection is said here, too: {@code Connection: close} in the
 * head of each answer that has none yet, a GOAWAY to HTTP/2 clients, and an end to new connections. The listening
 * sockets are closed without Vert.x, which knows only how to close them together with every connection.
 *
 * <p><b>Threading.</b> A channel's state is touched on its event loop only. <b>Failure.</b> A connection is closed up to
 * a second late; one that is closed here never had a request that is owed an answer.
 */
@NullMarked
package io.breakwater.gateway.connection;

import org.jspecify.annotations.NullMarked;
