package io.breakwater.admin.rollup;

import java.util.Locale;

/** What roll-ups are kept by. */
public enum Dimension {
    TOTAL,
    /** The API key's id; empty for people. */
    KEY,
    /** The route's id. */
    ROUTE,
    /** The HTTP status. */
    STATUS,
    /** The limit that refused the request; only those that were refused. */
    POLICY,
    /** The event's name; empty where it could not be read. */
    EVENT_NAME,
    /** The tenant's id; for the platform only. */
    TENANT;

    /** As in the tables and in the API. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
