/**
 * Who calls, as far as the network tells: the client's address through trusted proxies, the page that a
 * browser acts for, and lists of both.
 *
 * <p>Pure functions over literal addresses and origins, safe from any thread; no name is ever looked up. What cannot be read as an
 * address or an origin is not believed and matches nothing.
 */
@NullMarked
package io.breakwater.gateway.client;

import org.jspecify.annotations.NullMarked;
