/**
 * What an event does: it is told apart from its repetitions, becomes a fact, is counted, and is published, all in one
 * PostgreSQL transaction with set-based SQL. The stream's worker and {@code POST /ingest/events/sync} go through the same
 * {@link io.breakwater.ingest.fact.Effects}.
 *
 * <p>Blocking, on virtual threads; stateless. A failure rolls the whole transaction back; the caller decides whether to
 * try again.
 */
@NullMarked
package io.breakwater.ingest.fact;

import org.jspecify.annotations.NullMarked;
