package io.breakwater.ingest.quota;

import static io.breakwater.ingest.Client.SOON;
import static io.breakwater.ingest.Client.event;
import static io.breakwater.ingest.worker.WorkerStores.entryOf;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.ingest.stream.Partitions;
import io.breakwater.ingest.worker.WorkerStores;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class QuotaComponentTest {

    private static final String EVENTS = "/ingest/events";
    private static final String SYNC = "/ingest/events/sync";

    @Inject
    WorkerStores stores;

    @Inject
    Clock clock;

    private final Client client = Client.fresh();

    @Test
    void noConcurrencyExceedsTheDaysEvents() {
        String token = limited("events_day", 50);
        List<Integer> statuses;
        try (ExecutorService threads = Executors.newFixedThreadPool(32)) {
            statuses = threads
                    .invokeAll(IntStream.range(0, 200)
                            .<Callable<Integer>>mapToObj(i ->
                                    () -> post(token, i % 4 == 0 ? SYNC : EVENTS, event("e", "p" + i))
                                            .extract()
                                            .statusCode())
                            .toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }

        assertThat(statuses).containsOnly(200, 202, 429);
        assertThat(statuses.stream().filter(status -> status != 429)).hasSize(50);
        await().atMost(SOON)
                .untilAsserted(() -> client.get("/ingest/report")
                        .body("in_flight", equalTo(0))
                        .body("processed", equalTo(50))
                        .body("accepted", equalTo(50)));
        post(token, EVENTS, event("e", "p"))
                .statusCode(429)
                .body("error.code", equalTo("QUOTA_EXCEEDED"))
                .body("error.kind", equalTo("events_day"))
                .body("error.limit", equalTo(50))
                .body("error.current", equalTo(50))
                .body("error.tier", equalTo("enterprise"));
    }

    @Test
    void whatHadNoEffectIsGivenBack() {
        String token = limited("events_day", 3);
        post(token, SYNC, event("e", "ann", "m", "{\"n\":1}")).statusCode(200);
        post(token, SYNC, event("e", "ann", "m", "{\"n\":1}")).statusCode(200);
        awaitUsed(1);
        post(token, EVENTS, event("e", "ann", "m", "{\"n\":1}")).statusCode(202);
        post(token, EVENTS, event("e", "ann", "m", "{\"n\":2}")).statusCode(202);
        awaitUsed(1);

        post(token, EVENTS, event("e", "ann")).statusCode(202);
        post(token, EVENTS, event("e", "ann")).statusCode(202);
        post(token, EVENTS, event("e", "ann")).statusCode(429);
    }

    @Test
    void eventThatDiesIsGivenBackAndChargedAgainWhenItIsReplayed() throws Exception {
        String token = limited("events_day", 1);
        String id;
        try (var _ = stores.refusing("unpaid")) {
            id = post(token, EVENTS, event("unpaid", "ann"))
                    .statusCode(202)
                    .extract()
                    .path("event_id");
            client.settled(id).body("state", equalTo("dead"));
        }
        awaitUsed(0);
        String replay = "/dead-letters/" + id + "/replay";
        post(token, SYNC, event("e", "ann")).statusCode(200);

        post(token, replay, "").statusCode(429);
        post(limited("events_day", 2), replay, "").statusCode(200).body("state", equalTo("processed"));

        post(limited("events_day", 2), EVENTS, event("e", "ann")).statusCode(429);
    }

    @Test
    void whatIntakeRejectedWasNeverCharged() {
        String token = limited("events_day", 1);
        post(token, SYNC, event("e", "ann")).statusCode(200);
        Map<String, String> rejected = new HashMap<>(entryOf(client, "{}", "0000000001"));
        rejected.put("reject", "{\"code\":\"VALIDATION_ERROR\",\"message\":\"no\"}");
        stores.xadd(Partitions.of(client.tenant(), Environment.LIVE, "ann"), rejected);
        await().atMost(SOON).untilAsserted(() -> client.get("/ingest/report").body("dead", equalTo(1)));

        post(token, EVENTS, event("e", "ann")).statusCode(429);
    }

    @Test
    void participantsOfTheMonthAreCountedOnce() {
        String token = limited("participants_month", 2);
        post(token, EVENTS, event("e", "ann")).statusCode(202);
        post(token, EVENTS, event("e", "bob")).statusCode(202);
        post(token, EVENTS, event("e", "ann")).statusCode(202);

        post(token, EVENTS, event("e", "eve"))
                .statusCode(429)
                .body("error.kind", equalTo("participants_month"))
                .body("error.current", equalTo(2));
    }

    @Test
    void countsThatRedisLostAreTakenFromPostgres() throws Exception {
        String token = TokenIssuer.limited(
                client.tenant(), Environment.LIVE, Map.of("events_day", 3L, "participants_month", 2L));
        post(token, SYNC, event("e", "ann")).statusCode(200);
        post(token, SYNC, event("e", "bob")).statusCode(200);
        LocalDate today = LocalDate.now(clock);
        stores.send(Request.cmd(Command.DEL).arg(key("day:" + today)).arg(key("month:" + today.withDayOfMonth(1))));

        post(token, SYNC, event("e", "eve")).statusCode(429).body("error.kind", equalTo("participants_month"));
        post(token, SYNC, event("e", "bob")).statusCode(200);
        post(token, SYNC, event("e", "bob")).statusCode(429).body("error.current", equalTo(3));
    }

    @Test
    void batchIsAcceptedAsFarAsTheQuotaReaches() {
        String token = limited("events_day", 2);
        String batch = "{\"events\":[%s,%s,%s]}".formatted(event("e", "a"), event("e", "b"), event("e", "c"));

        post(token, EVENTS + "/batch", batch)
                .statusCode(207)
                .body("accepted", equalTo(2))
                .body("rejected", equalTo(1))
                .body("results.find { it.status == 'rejected' }.error.code", equalTo("QUOTA_EXCEEDED"));
        post(token, EVENTS + "/batch", batch).statusCode(429).body("rejected", equalTo(3));
    }

    @Test
    void eightyAndAHundredPercentAreSaidOnceEach() throws Exception {
        String token = limited("events_day", 5);
        for (int i = 0; i < 5; i++) {
            post(token, EVENTS, event("e", "ann")).statusCode(202);
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(notices()).containsExactly("100 5 5", "80 5 4"));
        post(token, EVENTS, event("e", "ann")).statusCode(429);
        assertThat(notices()).hasSize(2);
    }

    private List<String> notices() throws Exception {
        return stores.rows(
                "SELECT payload->>'percent' || ' ' || (payload->>'limit') || ' ' || (payload->>'current')"
                        + " FROM outbox WHERE tenant_id = '%s' AND type = 'quota.reached' ORDER BY 1",
                client.tenant());
    }

    private void awaitUsed(int events) {
        String key = key("day:" + LocalDate.now(clock));
        await().atMost(SOON)
                .until(
                        () -> Integer.parseInt(hget(key, "reserved")) - Integer.parseInt(hget(key, "refunded")),
                        used -> used == events);
    }

    private String hget(String key, String field) {
        String value = stores.send(Request.cmd(Command.HGET).arg(key).arg(field));
        return value.equals("null") ? "0" : value;
    }

    private String key(String period) {
        return "ingest:quota:{" + client.tenant() + "/live}:" + period;
    }

    private String limited(String kind, long limit) {
        return TokenIssuer.limited(client.tenant(), Environment.LIVE, Map.of(kind, limit));
    }

    private static ValidatableResponse post(String token, String path, String body) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1" + path)
                .then();
    }
}
