package io.breakwater.ingest.compat;

/** The one answer that the tracking API has. */
record SegmentAnswer(boolean success) {}
