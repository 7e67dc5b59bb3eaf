/**
 * Passing a request on: which headers go through, the streams of both bodies, and upgraded connections.
 *
 * <p><b>Threading.</b> A request stays on its own event loop from the first byte to the last; nothing blocks and no body
 * is held: each side is read only as fast as the other takes it. What must be seen before the request may pass is the
 * exception; see {@link io.breakwater.gateway.proxy.HeldBodies}.
 *
 * <p><b>Time.</b> At any moment it is somebody's turn, and their timer runs: the client's while a body is sent or an answer
 * waits to be taken, the upstream's otherwise. Bodies and answers are bounded in all, too, so that nobody gains by
 * dripping. A client that is too slow is answered {@code INVALID_REQUEST} and cut off.
 *
 * <p><b>Failure.</b> An upstream that cannot be reached or breaks off before its answer begins is {@code UPSTREAM_ERROR},
 * one that is too slow {@code UPSTREAM_TIMEOUT}. Once an answer has begun, the client's connection is broken off instead,
 * so that nobody takes half an answer for a whole one. A client that goes away cancels the upstream's work. Which
 * address is tried, and when another is, is for the package {@code upstream} and {@link
 * io.breakwater.gateway.proxy.Dispatch} to say.
 *
 * <p><b>What stays open.</b> On a route with {@code streaming} an answer's head and each piece pass at once and only silence
 * ends it; an upgrade to a WebSocket is passed on over HTTP/1.1, after which bytes pass as they are. Whoever opened an
 * exchange holds an {@link io.breakwater.gateway.proxy.OpenExchange} to end it by.
 */
@NullMarked
package io.breakwater.gateway.proxy;

import org.jspecify.annotations.NullMarked;
