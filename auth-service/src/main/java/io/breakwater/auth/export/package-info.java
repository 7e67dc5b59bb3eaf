/**
 * All that this service holds of a tenant, streamed line by line for admin-service.
 *
 * <p>Read page by page, each in a transaction of its own, so what changes meanwhile is there as it was before or after. No
 * hash, no secret and nothing sealed is told. Blocks on PostgreSQL and on its reader; called on virtual threads. A tenant
 * that is unknown has no lines but the last. When PostgreSQL fails the answer is cut off without its last line.
 */
@NullMarked
package io.breakwater.auth.export;

import org.jspecify.annotations.NullMarked;
