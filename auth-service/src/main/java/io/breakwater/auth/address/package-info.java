/**
 * IP addresses and ranges of them, as a key's restrictions name them.
 *
 * <p>Pure functions on text; no name is ever looked up. What is no address or range matches nothing.
 */
@NullMarked
package io.breakwater.auth.address;

import org.jspecify.annotations.NullMarked;
