package io.breakwater.admin.analytics;

import java.time.Instant;

/**
 * @param at its first instant
 * @param count of requests or of events in it
 */
record BusiestMinute(Instant at, long count) {}
