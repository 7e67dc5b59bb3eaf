package io.breakwater.admin.notice;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.admin.intake.StreamConsumer;
import io.breakwater.admin.intake.StreamMessage;
import io.breakwater.common.identity.Environment;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Notices that other services give, told on as they are. */
record Relayed(String stream, Notices notices) implements StreamConsumer {

    private static final String TENANT = "tenant_id";
    private static final String ENVIRONMENT = "environment";

    @Override
    public void consume(Connection connection, List<StreamMessage> messages) throws SQLException {
        List<Notices.Notice> told = new ArrayList<>();
        for (StreamMessage message : messages) {
            told.add(notice(message));
        }
        notices.raise(connection, told);
    }

    /**
     * @throws IllegalArgumentException for a type that is not known, or without what it always has
     */
    private static Notices.Notice notice(StreamMessage message) {
        Map<String, JsonNode> payload = new LinkedHashMap<>();
        message.payload().properties().forEach(field -> payload.put(field.getKey(), field.getValue()));
        @Nullable JsonNode tenant = payload.remove(TENANT);
        @Nullable JsonNode environment = payload.remove(ENVIRONMENT);
        return new Notices.Notice(
                NoticeType.of(message.type()),
                tenant == null || tenant.isNull() ? null : UUID.fromString(tenant.asText()),
                environment == null || environment.isNull() ? null : Environment.of(environment.asText()),
                payload);
    }
}
