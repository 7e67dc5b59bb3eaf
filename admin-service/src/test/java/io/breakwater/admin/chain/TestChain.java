package io.breakwater.admin.chain;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.admin.intake.StreamConsumer;
import io.breakwater.admin.intake.StreamMessage;
import io.breakwater.admin.subjectkey.SubjectKeys;
import io.breakwater.common.audit.AuditEvent;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** Appends to chains as the intake does, at any time of the clock. */
@ApplicationScoped
public class TestChain {

    private final DataSource dataSource;
    private final SubjectKeys subjectKeys;
    private final ObjectMapper json;

    private final List<StreamConsumer> consumers;

    TestChain(DataSource dataSource, SubjectKeys subjectKeys, ObjectMapper json, @All List<StreamConsumer> consumers) {
        this.consumers = consumers;
        this.dataSource = dataSource;
        this.subjectKeys = subjectKeys;
        this.json = json;
    }

    /** An event as auth-service tells it, with personal data about somebody. */
    public StreamMessage event(UUID tenant, UUID subject, int number) {
        AuditEvent event = AuditEvent.of(number % 2 == 0 ? "key.created" : "user.logged_in")
                .byUser(subject)
                .in(tenant)
                .on("api_key", new UUID(0, number))
                .with("number", number)
                .with("scopes", List.of("read", "write"))
                .personal("email", "person" + number + "@example.com");
        return message(event);
    }

    /** Any event. */
    public StreamMessage message(AuditEvent event) {
        return new StreamMessage(
                UUID.randomUUID(),
                event.action(),
                Instant.parse("2026-11-22T10:00:00.123456Z"),
                json.valueToTree(event.payload(Map.of("ip", "203.0.113.7"), "request-1")));
    }

    /** That many events of one person in a tenant's chain, recorded at a time. */
    public List<StreamMessage> append(Instant time, UUID tenant, UUID subject, int count) throws SQLException {
        List<StreamMessage> messages = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            messages.add(event(tenant, subject, i));
        }
        append(time, messages);
        return messages;
    }

    /** Gives messages of auth-service to all that take them in, in one transaction. */
    public void deliver(List<StreamMessage> messages) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            for (StreamConsumer consumer : consumers) {
                if (consumer.stream().equals("auth:audit")) {
                    consumer.consume(connection, messages);
                }
            }
            connection.commit();
        }
    }

    /** Appends in one transaction. */
    public void append(Instant time, List<StreamMessage> messages) throws SQLException {
        Appender appender = new Appender(subjectKeys, json, Clock.fixed(time, ZoneOffset.UTC));
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                appender.append(connection, "auth:audit", messages);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }
}
