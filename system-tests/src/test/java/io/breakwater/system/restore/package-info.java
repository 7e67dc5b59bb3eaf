/** Drills: the packaged suite is restored from a backup of a store, as {@code docs/administration.md} says. */
package io.breakwater.system.restore;
