/**
 * Makes a resource's method idempotent for requests with an {@code Idempotency-Key}: annotate it {@link Idempotent}.
 *
 * <p>The key is claimed in a transaction of its own. Then the method runs in one transaction, which also takes down its
 * outcome: both are committed or neither. So a crash at any point leaves either nothing but a claim, which another request
 * may take over after its lease, or effects with their outcome. A method that outlives its lease, and whose claim was taken
 * over meanwhile, is rolled back.
 *
 * <p>Refusals that a repetition would meet again are remembered too; 401, 403, 429 and 5xx are not. Bodies that hold a
 * secret are remembered without it. Everything blocks on PostgreSQL and belongs on virtual threads; when PostgreSQL is
 * away, so is the resource.
 */
@NullMarked
package io.breakwater.idempotency;

import org.jspecify.annotations.NullMarked;
