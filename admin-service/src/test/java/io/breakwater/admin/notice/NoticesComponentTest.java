package io.breakwater.admin.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.admin.testing.AdminComponentTest;
import io.breakwater.common.audit.AuditEvent;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.redis.datasource.RedisDataSource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AdminComponentTest
class NoticesComponentTest {

    @Inject
    Notices notices;

    @Inject
    RedisDataSource redis;

    @Inject
    DataSource dataSource;

    @Inject
    ObjectMapper json;

    private final UUID tenant = UUID.randomUUID();

    @Test
    void aNoticeIsLeftInTheTransactionOfItsCause() {
        QuarkusTransaction.requiringNew()
                .run(() -> notices.raise(
                        NoticeType.KILLSWITCH_REMOVED, tenant, Map.of("scope", "global", "actor_id", "a")));

        assertThat(told()).singleElement().satisfies(notice -> {
            assertThat(notice.get("schema").asInt()).isEqualTo(1);
            assertThat(notice.get("scope").asText()).isEqualTo("global");
            assertThat(notice.get("environment").isNull()).isTrue();
        });
        assertThatThrownBy(() -> notices.raise(
                        NoticeType.KILLSWITCH_REMOVED, tenant, Map.of("scope", "global", "actor_id", "a")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aNoticeWithoutWhatItsTypeAlwaysHasIsRefused() {
        assertThatThrownBy(() -> notices.raise(NoticeType.KILLSWITCH_SET, tenant, Map.of("scope", "global")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth:notices", "ingest:notices", "gateway:notices"})
    void aQuotaThatIsReachedIsToldOnceHoweverOftenItIsDelivered(String stream) {
        UUID id = UUID.randomUUID();
        for (int i = 0; i < 3; i++) {
            send(
                    stream,
                    id,
                    "quota.reached",
                    Map.of(
                            "kind",
                            "events_day",
                            "tenant_id",
                            tenant,
                            "environment",
                            "test",
                            "percent",
                            80,
                            "limit",
                            10,
                            "current",
                            8));
        }
        send(stream, UUID.randomUUID(), "quota.reached", quota(100));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(told()).hasSize(2));
        assertThat(told()).extracting(notice -> notice.get("percent").asInt()).containsExactly(80, 100);
        assertThat(told().getFirst().get("environment").asText()).isEqualTo("test");
    }

    @Test
    void aReusedRefreshTokenIsToldWithoutPersonalData() {
        UUID person = UUID.randomUUID();
        send(
                "auth:audit",
                UUID.randomUUID(),
                "session.refresh_reused",
                AuditEvent.of("session.refresh_reused")
                        .byUser(person)
                        .in(tenant)
                        .on("session", UUID.randomUUID())
                        .payload(Map.of("ip", "203.0.113.7"), null));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(told()).hasSize(1));
        assertThat(told().getFirst().get("user_id").asText()).isEqualTo(person.toString());
        assertThat(told().getFirst().toString()).doesNotContain("203.0.113.7");
    }

    @Test
    void deadLettersAreToldOnceAnHourWhenTheyBecomeMany() {
        for (int count : new int[] {60, 39, 1, 500}) {
            sendDead("2026-11-22T10:59:59Z", "dead", count);
        }
        sendDead("2026-11-22T11:00:00Z", "dead", 99);
        sendDead("2026-11-22T11:00:01Z", "dead", -50);
        sendDead("2026-11-22T11:00:01Z", "processed", 5_000);
        sendDead("2026-11-22T12:00:00Z", "dead", 100);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(told()).hasSize(2));
        assertThat(told())
                .extracting(notice -> notice.get("window_start").asText())
                .containsExactly("2026-11-22T10:00:00Z", "2026-11-22T12:00:00Z");
        assertThat(told())
                .allSatisfy(notice -> assertThat(notice.get("count").asInt()).isBetween(100, 600));
    }

    @Test
    void aNoticeOfAnUnknownTypeIsSetAsideAndHoldsNothingUp() {
        send("auth:notices", UUID.randomUUID(), "moon.full", Map.of("tenant_id", tenant));
        send("auth:notices", UUID.randomUUID(), "quota.reached", quota(80));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(told()).hasSize(1));
    }

    private Map<String, Object> quota(int percent) {
        return Map.of("kind", "api_keys", "tenant_id", tenant, "percent", percent, "limit", 10, "current", 10);
    }

    private void sendDead(String at, String state, int count) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("tenant_id", tenant);
        row.put("environment", "live");
        row.put("minute", "2026-11-22T10:05:00Z");
        row.put("event_name", null);
        row.put("state", state);
        row.put("count", count);
        send("ingest:usage", UUID.randomUUID(), Instant.parse(at), "events.counted", Map.of("rows", List.of(row)));
    }

    private void send(String stream, UUID id, String type, Map<String, ?> payload) {
        send(stream, id, Instant.now(), type, payload);
    }

    private void send(String stream, UUID id, Instant at, String type, Map<String, ?> payload) {
        try {
            redis.stream(String.class)
                    .xadd(
                            stream,
                            Map.of(
                                    "id",
                                    id.toString(),
                                    "type",
                                    type,
                                    "at",
                                    at.toString(),
                                    "payload",
                                    json.writeValueAsString(payload)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<JsonNode> told() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT payload FROM outbox WHERE stream = 'admin:notices' AND tenant_id = ? ORDER BY position")) {
            select.setObject(1, tenant);
            List<JsonNode> payloads = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    payloads.add(json.readTree(rows.getString(1)));
                }
            }
            return payloads;
        } catch (SQLException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
