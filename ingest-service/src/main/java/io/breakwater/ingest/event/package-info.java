/**
 * What an event is, how one is taken in and how it is looked up: the model and its limits, {@code POST /ingest/events}
 * and {@code /ingest/events/batch}, and the queries over what became of events.
 *
 * <p>Taking in runs on the event loop and never blocks: a body is parsed once, each event is validated on its own, and
 * appended to the log. An event is acknowledged only when the log has it; while the log is away it is 503. Queries run on
 * virtual threads; while PostgreSQL is away they are 503.
 */
@NullMarked
package io.breakwater.ingest.event;

import org.jspecify.annotations.NullMarked;
