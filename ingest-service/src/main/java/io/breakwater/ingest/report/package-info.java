/**
 * Shows that nothing is lost: what was accepted is the sum of what is in flight and of what reached each terminal state,
 * by tenant and environment.
 *
 * <p>Blocking, on virtual threads, read only. While PostgreSQL or Redis is away the report is 503, never a guess.
 */
@NullMarked
package io.breakwater.ingest.report;

import org.jspecify.annotations.NullMarked;
