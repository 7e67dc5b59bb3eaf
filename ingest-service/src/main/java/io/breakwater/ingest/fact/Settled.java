package io.breakwater.ingest.fact;

/** An arrival and what became of it. */
public record Settled(Arrival arrival, Outcome outcome) {}
