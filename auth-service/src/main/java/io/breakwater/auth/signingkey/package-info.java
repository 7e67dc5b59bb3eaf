/**
 * The keys that this service signs with, and their public halves as JWKS.
 *
 * <p>Keys live in the database, their private halves sealed with AES-256-GCM under the key-encryption key, which is
 * mounted as a file and never stored. The first start makes one key per use under an advisory lock, so that instances
 * that start together agree. Keys are then held in memory; signing and verifying do no I/O. Without the file, or with
 * another one than the keys were sealed with, the service does not start.
 */
@NullMarked
package io.breakwater.auth.signingkey;

import org.jspecify.annotations.NullMarked;
