/**
 * The form of an API key: how one is minted, checked without I/O, and hashed for storage.
 *
 * <p>Pure functions, safe from any thread. Nothing here logs or keeps a plaintext key.
 */
@NullMarked
package io.breakwater.common.apikey;

import org.jspecify.annotations.NullMarked;
