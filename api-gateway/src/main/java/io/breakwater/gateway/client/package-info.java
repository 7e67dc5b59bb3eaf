/**
 * Who calls, as far as the network tells: the client's address through trusted proxies, and lists of addresses.
 *
 * <p>Pure functions over literal addresses, safe from any thread; no name is ever looked up. What cannot be read as an
 * address is not believed and matches nothing.
 */
@NullMarked
package io.breakwater.gateway.client;

import org.jspecify.annotations.NullMarked;
