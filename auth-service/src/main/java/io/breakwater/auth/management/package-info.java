/**
 * Who may call auth-service's internal routes, and the command with which an operator does. The routes themselves are
 * with their features; {@code io.breakwater.internal} says how they are kept.
 *
 * <p>The table is read at start and never changes. The command runs in a process of its own.
 */
@NullMarked
package io.breakwater.auth.management;

import org.jspecify.annotations.NullMarked;
