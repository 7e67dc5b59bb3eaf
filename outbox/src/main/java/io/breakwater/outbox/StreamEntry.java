package io.breakwater.outbox;

import java.time.Instant;
import java.util.UUID;

/** One row of the outbox on its way to its stream. */
record StreamEntry(long position, UUID id, String stream, String type, String payload, Instant createdAt) {}
