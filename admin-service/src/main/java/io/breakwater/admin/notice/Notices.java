package io.breakwater.admin.notice;

import io.breakwater.common.identity.Environment;
import io.breakwater.outbox.Outbox;
import io.breakwater.outbox.OutboxMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Raises noteworthy events. Blocking; safe from any thread. */
@ApplicationScoped
public class Notices {

    /** The stream that notices take. */
    public static final String STREAM = "admin:notices";

    private final Outbox outbox;

    Notices(Outbox outbox) {
        this.outbox = outbox;
    }

    /**
     * A noteworthy event, about to be raised.
     *
     * @param tenant whom it concerns; null for the platform
     * @param environment null for both or none
     * @param payload what the type has, without personal data
     */
    public record Notice(
            NoticeType type,
            @Nullable UUID tenant,
            @Nullable Environment environment,
            Map<String, ? extends @Nullable Object> payload) {

        /**
         * @throws IllegalArgumentException when the payload lacks what the type always has
         */
        public Notice {
            if (!payload.keySet().containsAll(type.required())) {
                throw new IllegalArgumentException(type.wireName() + " needs " + type.required());
            }
        }
    }

    /**
     * Raises a notice in the present JTA transaction.
     *
     * @throws IllegalStateException outside a transaction
     * @throws IllegalArgumentException when the payload lacks what the type always has
     */
    public void raise(NoticeType type, @Nullable UUID tenant, Map<String, ? extends @Nullable Object> payload) {
        outbox.append(message(new Notice(type, tenant, null, payload)));
    }

    /** Raises notices in the transaction of a connection that the caller manages. */
    public void raise(Connection connection, List<Notice> notices) throws SQLException {
        if (!notices.isEmpty()) {
            outbox.append(connection, notices.stream().map(Notices::message).toList());
        }
    }

    private static OutboxMessage message(Notice notice) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("schema", 1);
        payload.put("tenant_id", notice.tenant());
        payload.put(
                "environment",
                notice.environment() == null ? null : notice.environment().wireName());
        payload.putAll(notice.payload());
        return new OutboxMessage(STREAM, notice.type().wireName(), payload, notice.tenant(), notice.environment());
    }
}
