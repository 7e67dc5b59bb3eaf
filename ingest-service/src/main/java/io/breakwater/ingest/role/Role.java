package io.breakwater.ingest.role;

/** A part of the service that can run alone. */
public enum Role {
    /** Answers the public endpoints. */
    API,
    /** Brings accepted events to PostgreSQL. */
    WORKER
}
