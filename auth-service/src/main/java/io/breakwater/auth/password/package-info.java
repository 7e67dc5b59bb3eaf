/**
 * Passwords: which may be set, and hashing them with Argon2id on a small pool of platform threads of its own.
 *
 * <p>A hash takes tens of milliseconds of one core and 19 MiB. Virtual threads are not preempted, so hashing on them
 * would starve the credential exchange; the pool and its queue are bounded instead, and when both are full the caller is
 * answered 503 with {@code Retry-After}. Nothing here logs or keeps a password.
 */
@NullMarked
package io.breakwater.auth.password;

import org.jspecify.annotations.NullMarked;
