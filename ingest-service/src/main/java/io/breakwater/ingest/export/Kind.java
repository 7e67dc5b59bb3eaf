package io.breakwater.ingest.export;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of rows that are exported, as JSON documents that PostgreSQL makes.
 *
 * @param name as in the export
 * @param columns what is shown of a row
 * @param source the table, and which of its rows
 * @param names the columns that name a participant; none where rows are a tenant's own
 * @param fetchSize how many rows are in memory at a time
 */
record Kind(String name, String columns, String source, List<String> names, int fetchSize) {

    /** Of rows whose size is bounded by that of one event. */
    private static final int MANY = 100;

    /** Of dead letters, which hold what could not be read: several MB each. */
    private static final int FEW = 2;

    private static final String EVENT = """
            id AS event_id, environment, state, event_name, participant_id, properties, occurred_at AS timestamp,
            accepted_at, processed_at, source, client_message_id, stream_id AS message_id, duplicate_of, fact_id
            """;

    private static final String DEAD_LETTER = """
            id AS event_id, environment, reason, reason_path AS path, error AS message, event_name, participant_id,
            accepted_at, processed_at AS died_at, source, client_message_id, raw
            """;

    private static final String FACT = """
            id AS fact_id, event_id, environment, participant_id, type, data, valid_at, invalid_at, created_at, expired_at
            """;

    private static final String SDK_USER = "id, environment, user_id, role, traits, created_at, updated_at";

    private static final String SDK_SESSION =
            "id, environment, user_id, anonymous_id, locale, url, created_at, expires_at";

    /** In the order in which they are exported. */
    static final List<Kind> ALL = List.of(
            new Kind("event", EVENT, "event WHERE state NOT IN ('dead', 'erased')", List.of("participant_id"), MANY),
            new Kind("dead_letter", DEAD_LETTER, "event WHERE state = 'dead'", List.of("participant_id"), FEW),
            new Kind("fact", FACT, "fact WHERE true", List.of("participant_id"), MANY),
            new Kind("sdk_user", SDK_USER, "sdk_user WHERE true", List.of("user_id"), MANY),
            new Kind("sdk_session", SDK_SESSION, "sdk_session WHERE true", List.of("user_id", "anonymous_id"), MANY),
            new Kind(
                    "event_count",
                    "environment, day, state, sum(events) AS events",
                    "ledger WHERE true",
                    List.of(),
                    MANY));

    /** Whether there is any of it for a participant. */
    boolean isOf(@Nullable String participant) {
        return participant == null || !names.isEmpty();
    }

    /** Parameters: the tenant; then the participant, once for each of the columns that name one, unless it is null. */
    String sql(@Nullable String participant) {
        StringBuilder sql = new StringBuilder("SELECT to_jsonb(r)::text FROM (SELECT ")
                .append(columns)
                .append(" FROM ")
                .append(source)
                .append(" AND tenant_id = ? AND environment IN ('live', 'test')");
        if (participant != null) {
            sql.append(" AND (").append(String.join(" = ? OR ", names)).append(" = ?)");
        }
        return sql.append(names.isEmpty() ? " GROUP BY environment, day, state" : "")
                .append(") r")
                .toString();
    }
}
