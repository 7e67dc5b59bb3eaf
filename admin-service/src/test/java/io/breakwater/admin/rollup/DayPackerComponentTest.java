package io.breakwater.admin.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.admin.intake.StreamMessage;
import io.breakwater.admin.testing.AdminComponentTest;
import io.breakwater.admin.testing.AuthServer;
import io.breakwater.common.identity.SubjectKind;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Packing changes no answer: neither before nor after, nor while it is done. */
@AdminComponentTest
class DayPackerComponentTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DAYS_BACK = 300;
    /** Of whole and half hours; each has, somewhere in 300 days, clocks that change or do not. */
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns", "Australia/Lord_Howe");

    private static final List<String> STATES =
            List.of("processed", "duplicate", "conflict", "dead", "discarded", "erased");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Random random = new Random(11);
    private final Instant now = Instant.now();
    private final LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    private final List<LocalDate> days = days();

    @Inject
    DataSource dataSource;

    @Inject
    GatewayUsage requests;

    @Inject
    EventUsage events;

    @Inject
    DayPacker packer;

    @Inject
    ErasedTenants erasedTenants;

    /** One hour's requests or events, of no tenant yet. */
    private record Line(Instant hour, String key, String route, int status, String name, String state, long count) {}

    /** Days around every change of the clocks, today, and some that are like any other. */
    private List<LocalDate> days() {
        Set<LocalDate> found = new HashSet<>(Set.of(today, today.minusDays(1)));
        for (String zone : ZONES) {
            var change = ZoneId.of(zone).getRules().previousTransition(now);
            while (change != null && change.getInstant().isAfter(now.minus(DAYS_BACK, ChronoUnit.DAYS))) {
                LocalDate day = LocalDate.ofInstant(change.getInstant(), ZoneOffset.UTC);
                found.addAll(List.of(day.minusDays(1), day, day.plusDays(1)));
                change = ZoneId.of(zone).getRules().previousTransition(change.getInstant());
            }
        }
        IntStream.range(0, 8).forEach(i -> found.add(today.minusDays(random.nextInt(DAYS_BACK))));
        return found.stream().sorted().toList();
    }

    /**
     * @param least below zero for corrections
     */
    private List<Line> lines(int perDay, int least) {
        List<Line> lines = new ArrayList<>();
        for (LocalDate day : days) {
            for (int i = 0; i < perDay; i++) {
                lines.add(new Line(
                        day.atStartOfDay(ZoneOffset.UTC).toInstant().plus(random.nextInt(24), ChronoUnit.HOURS),
                        random.nextInt(4) == 0 ? "" : "key-" + random.nextInt(3),
                        "route-" + random.nextInt(3),
                        List.of(200, 404, 429, 503).get(random.nextInt(4)),
                        "name-" + random.nextInt(3),
                        STATES.get(random.nextInt(STATES.size())),
                        random.nextInt(least, 20)));
            }
        }
        return lines;
    }

    private void consume(UUID tenant, List<Line> lines) throws SQLException {
        ArrayNode ofRequests = JSON.createArrayNode();
        ArrayNode ofEvents = JSON.createArrayNode();
        for (Line line : lines) {
            ObjectNode request = ofRequests
                    .addObject()
                    .put("hour", line.hour().toString())
                    .put("tenant", tenant.toString())
                    .put("environment", "live")
                    .put("key", line.key())
                    .put("route", line.route())
                    .put("status", line.status())
                    .put("count", line.count());
            if (line.status() == 429) {
                request.put("policy", "policy-of-" + line.route());
            }
            ofEvents.addObject()
                    .put("minute", line.hour().toString())
                    .put("tenant_id", tenant.toString())
                    .put("environment", "live")
                    .put("event_name", line.name())
                    .put("state", line.state())
                    .put("count", line.count());
        }
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            requests.consume(connection, List.of(message(ofRequests)));
            events.consume(connection, List.of(message(ofEvents)));
            connection.commit();
        }
    }

    private StreamMessage message(ArrayNode rows) {
        return new StreamMessage(
                UUID.randomUUID(), "any", now, JSON.createObjectNode().set("rows", rows));
    }

    private List<String> questions() {
        List<String> questions = new ArrayList<>(List.of("/overview?tz=Europe/Berlin", "/overview?tz=Asia/Kolkata"));
        String whole = "&start_date=" + today.minusDays(DAYS_BACK);
        for (String zone : ZONES) {
            LocalDate some = days.get(random.nextInt(days.size() / 2));
            String ofMonths = zone.equals("Asia/Kolkata") ? "week&group_by=event_name" : "month&group_by=key";
            String around = "&start_date=%s&end_date=%s".formatted(some, some.plusDays(6));
            questions.add("/usage?granularity=hour&group_by=status&tz=" + zone + around);
            questions.add("/usage?granularity=day&group_by=route&tz=" + zone + around);
            questions.add("/usage?granularity=" + ofMonths + "&tz=" + zone + whole);
        }
        for (String filtered : List.of(
                "key_id=key-1&group_by=route",
                "route=route-1&group_by=policy",
                "route=route-2&group_by=key",
                "key_id=key-0&route=route-0&group_by=status")) {
            questions.add("/usage?granularity=week&tz=Europe/Berlin&" + filtered + whole);
        }
        questions.add("/usage?granularity=week&limit=2&tz=America/St_Johns&group_by=policy" + whole);
        questions.add("/usage?tz=Australia/Lord_Howe" + whole);
        return questions;
    }

    private String asked(String token, String question) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/api/v1" + question))
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(question).isEqualTo(200);
            return answer.body().replaceFirst("\"as_of\":\"[^\"]+\"", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> answers(UUID tenant, List<String> questions) {
        String token = AuthServer.token(SubjectKind.USER, tenant);
        Map<String, String> answers = new LinkedHashMap<>();
        questions.forEach(question -> answers.put(question, asked(token, "/analytics" + question)));
        return answers;
    }

    private List<String> ofPlatform() {
        String token = AuthServer.token(SubjectKind.PLATFORM);
        return List.of(
                asked(token, "/admin/analytics/usage?granularity=month&group_by=tenant&limit=100&tz=Asia/Kolkata"),
                asked(token, "/admin/analytics/usage?granularity=month&group_by=route"),
                asked(token, "/admin/analytics/overview"));
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void everyAnswerIsTheSameBeforePackingAndAfterAndWithCorrectionsInBetween() throws SQLException {
        UUID tenant = UUID.randomUUID();
        UUID twin = UUID.randomUUID();
        List<String> questions = questions();
        List<Line> first = lines(8, 1);
        List<Line> late = lines(3, -20);
        consume(tenant, first);
        Map<String, String> before = answers(tenant, questions);
        List<String> platformBefore = ofPlatform();

        packer.pack();

        assertThat(answers(tenant, questions)).isEqualTo(before);
        assertThat(ofPlatform()).isEqualTo(platformBefore);
        String hours = "SELECT count(*) FROM request_hour WHERE tenant_id = '%s' AND hour %s '%sZ'";
        assertThat(count(hours.formatted(tenant, "<", today.minusDays(1).atStartOfDay())))
                .isZero();
        assertThat(count(hours.formatted(tenant, ">=", today.atStartOfDay()))).isPositive();

        consume(tenant, late);
        consume(twin, first);
        consume(twin, late);
        Map<String, String> corrected = answers(tenant, questions);
        List<String> platformCorrected = ofPlatform();
        assertThat(corrected).isEqualTo(answers(twin, questions)).isNotEqualTo(before);

        packer.pack();

        assertThat(answers(tenant, questions)).isEqualTo(corrected);
        assertThat(answers(twin, questions)).isEqualTo(corrected);
        assertThat(ofPlatform()).isEqualTo(platformCorrected);
        assertThat(packer.pack()).isZero();
    }

    @Test
    void aGroupOfOtherHoursOfAPackedDayIsNotShown() throws SQLException {
        UUID tenant = UUID.randomUUID();
        LocalDate day = today.minusDays(5);
        Instant midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        consume(
                tenant,
                List.of(
                        new Line(midnight, "key-early", "route", 200, "name", "processed", 1),
                        new Line(midnight.plus(23, ChronoUnit.HOURS), "key-late", "route", 200, "name", "dead", 1)));
        List<String> question =
                List.of("/usage?granularity=hour&group_by=key&start_date=%sT12:00:00Z&end_date=%s".formatted(day, day));
        Map<String, String> before = answers(tenant, question);

        packer.pack();

        assertThat(answers(tenant, question)).isEqualTo(before);
        assertThat(before.get(question.getFirst())).contains("key-late").doesNotContain("key-early");
    }

    @Test
    void aDayIsPackedWhenWhoeverAddsOrErasesIsDone() throws Exception {
        UUID tenant = UUID.randomUUID();
        consume(tenant, lines(1, 1));
        String waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
        String packed = "SELECT count(*) FROM request_day WHERE tenant_id = '" + tenant + "'";

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection adding = dataSource.getConnection()) {
            adding.setAutoCommit(false);
            erasedTenants.among(adding, List.of(tenant));
            Future<Integer> packing = threads.submit(() -> packer.pack());
            await().until(() -> count(waiting) > 0);
            assertThat(count(packed)).isZero();
            adding.rollback();
            assertThat(packing.get()).isPositive();
        }

        assertThat(count(packed)).isPositive();
    }

    /** Two replicas pack, the reader of the streams adds, and somebody asks, all at once. */
    @Test
    void whileDaysArePackedNothingIsSeenTwiceOrNotAtAllAndNothingIsLost() throws Exception {
        UUID still = UUID.randomUUID();
        UUID busy = UUID.randomUUID();
        consume(still, lines(12, 1));
        List<List<Line>> batches =
                IntStream.range(0, 10).mapToObj(i -> lines(2, -5)).toList();
        String question = "/usage?granularity=month&group_by=key&start_date=" + today.minusDays(DAYS_BACK);
        Map<String, String> before = answers(still, List.of(question));
        AtomicBoolean done = new AtomicBoolean();
        Set<Map<String, String>> seen = new HashSet<>();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> packers = new ArrayList<>();
            for (int replica = 0; replica < 2; replica++) {
                packers.add(threads.submit(() -> {
                    do {
                        packer.pack();
                    } while (!done.get());
                    return null;
                }));
            }
            Future<?> asker = threads.submit(() -> {
                do {
                    seen.add(answers(still, List.of(question)));
                } while (!done.get());
            });
            try {
                for (List<Line> batch : batches) {
                    consume(busy, batch);
                }
            } finally {
                done.set(true);
            }
            asker.get();
            for (Future<?> one : packers) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a thread failed", e.getCause());
        }

        assertThat(seen).containsExactly(before);
        UUID twin = UUID.randomUUID();
        for (List<Line> batch : batches) {
            consume(twin, batch);
        }
        List<String> questions = questions();
        assertThat(answers(busy, questions)).isEqualTo(answers(twin, questions));
    }
}
