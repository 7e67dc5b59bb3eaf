package io.breakwater.ingest.erasure;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.event.EventState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** As much of an event's row as its erasure needs: nothing that may be large. */
record StoredEvent(
        UUID id,
        Instant acceptedAt,
        Environment environment,
        EventState state,
        @Nullable String eventName,
        @Nullable Integer partition,
        String source,
        @Nullable String clientMessageId) {

    /** The columns that {@link #of} reads, in its order. */
    static final String COLUMNS =
            "id, accepted_at, environment, state, event_name, partition, source, client_message_id";

    static StoredEvent of(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getObject(1, UUID.class),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                Environment.of(row.getString(3)),
                EventState.ofFinal(row.getString(4)).orElseThrow(),
                row.getString(5),
                row.getObject(6, Integer.class),
                row.getString(7),
                row.getString(8));
    }

    /** Without its content. */
    @Override
    public String toString() {
        return "StoredEvent[" + id + "]";
    }
}
