/**
 * What a process of the service is for: one image runs as {@code api}, as {@code worker} or as both, so that each scales on its
 * own.
 *
 * <p>Read at start. A process without the {@code api} role answers 503 to whatever comes to its public port, and does not
 * ask for the keys of tokens; one without the {@code worker} role takes no leases. Housekeeping, the outbox's relay and the
 * internal routes are in every process.
 */
@NullMarked
package io.breakwater.ingest.role;

import org.jspecify.annotations.NullMarked;
