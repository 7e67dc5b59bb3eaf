/**
 * The keys that this service signs with, and their public halves as JWKS.
 *
 * <p>Keys live in the database, their private halves sealed with AES-256-GCM under the key-encryption key, which is
 * mounted as a file and never stored. The first start makes one key per use under an advisory lock, so that instances
 * that start together agree. Keys are then held in memory; signing and verifying do no I/O. Without the file, or with
 * another one than the keys were sealed with, the service does not start.
 *
 * <p>A key is pending (served, so that everyone has it before it signs), active, retiring (verifies what it signed) and
 * gone. Each use is rotated by schedule, or by an operator through the management port; after a leak at once, which
 * refuses every token of the old keys. One instance at a time rotates, under the same lock. The others read the keys every
 * 10 s, and when a token names a key they do not know; while PostgreSQL is away they go on with those they have.
 */
@NullMarked
package io.breakwater.auth.signingkey;

import org.jspecify.annotations.NullMarked;
