/**
 * Ending without losing a request.
 *
 * <p>When the process is told to end it first says that it is not ready, and goes on serving for a while, so that whoever
 * spreads the load takes it off the list; every answer closes its connection from now on ({@code Connection: close}, or
 * GOAWAY). Then open streams are broken off, for their clients connect again by themselves, and what else is in progress
 * is waited for. Only then does the HTTP server close.
 *
 * <p><b>Threading.</b> Waits on the thread that ends the process; event loops go on. <b>Failure.</b> What takes longer
 * than the time-out is cut off, and the log says how many.
 */
@NullMarked
package io.breakwater.gateway.drain;

import org.jspecify.annotations.NullMarked;
