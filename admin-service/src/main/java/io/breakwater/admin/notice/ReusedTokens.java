package io.breakwater.admin.notice;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.admin.intake.StreamConsumer;
import io.breakwater.admin.intake.StreamMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells of refresh tokens that were used twice: somebody may have a copy. */
record ReusedTokens(Notices notices) implements StreamConsumer {

    @Override
    public String stream() {
        return "auth:audit";
    }

    @Override
    public void consume(Connection connection, List<StreamMessage> messages) throws SQLException {
        List<Notices.Notice> told = new ArrayList<>();
        for (StreamMessage message : messages) {
            if (message.type().equals(NoticeType.SESSION_REFRESH_REUSED.wireName())) {
                told.add(notice(message.payload()));
            }
        }
        notices.raise(connection, told);
    }

    private static Notices.Notice notice(JsonNode event) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("user_id", text(event.at("/personal/subject")));
        payload.put("session_id", text(event.at("/target/id")));
        @Nullable String tenant = text(event.path("tenant"));
        return new Notices.Notice(
                NoticeType.SESSION_REFRESH_REUSED, tenant == null ? null : UUID.fromString(tenant), null, payload);
    }

    private static @Nullable String text(JsonNode value) {
        return value.isTextual() ? value.asText() : null;
    }
}
