package io.breakwater.ingest.event;

import static io.breakwater.ingest.Client.event;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class EventComponentTest {

    private final Client client = Client.fresh();

    @Nested
    class Is200 {

        @Test
        void acceptedEventBecomesProcessedAndKeepsWhatWasSent() {
            String id = client.send("""
                    {"event_name":"purchase","participant_id":"user_1","timestamp":"2026-02-14T11:30:00.5+01:00",
                     "properties":{"amount":12345678901234567890.123456789012345678900,"tags":["é","😀"],"none":null}}""");

            String properties = client.settled(id)
                    .body("event_id", equalTo(id))
                    .body("state", equalTo("processed"))
                    .body("event_name", equalTo("purchase"))
                    .body("participant_id", equalTo("user_1"))
                    .body("timestamp", equalTo("2026-02-14T10:30:00.500Z"))
                    .body("source", equalTo("api"))
                    .body("fact_id", notNullValue())
                    .body("duplicate_of", nullValue())
                    .body("error", nullValue())
                    .extract()
                    .asString();

            assertThat(properties)
                    .contains("12345678901234567890.123456789012345678900")
                    .contains("😀");
        }

        @Test
        void listIsNewestFirstAndPagedByACursorThatInsertsDoNotShift() {
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                sent.addFirst(client.send(event("e", "p" + i)));
            }
            sent.forEach(client::settled);

            var first = client.get("/events?limit=2")
                    .statusCode(200)
                    .body("data.event_id", contains(sent.get(0), sent.get(1)))
                    .body("pagination.limit", equalTo(2))
                    .body("pagination.has_more", equalTo(true))
                    .extract();
            client.settled(client.send(event("later", "p")));
            var second = client.get("/events?limit=2&cursor=" + first.path("pagination.next_cursor"))
                    .statusCode(200)
                    .body("data.event_id", contains(sent.get(2), sent.get(3)))
                    .extract();
            client.get("/events?limit=2&cursor=" + second.path("pagination.next_cursor"))
                    .statusCode(200)
                    .body("data.event_id", contains(sent.get(4)))
                    .body("pagination.has_more", equalTo(false))
                    .body("pagination.next_cursor", nullValue());
        }

        @Test
        void listIsNarrowedByParticipantNameStateAndTime() {
            String bought = client.send(event("bought", "ann", "m1", "{}"));
            String seen = client.send(event("seen", "ann"));
            String again = client.send(event("bought", "ann", "m1", "{}"));
            String other = client.send(event("seen", "bob"));
            List.of(bought, seen, again, other).forEach(client::settled);
            String acceptedAt = client.get("/events/" + other).extract().path("accepted_at");

            client.get("/events?participant_id=ann&event_name=seen").body("data.event_id", contains(seen));
            client.get("/events?state=duplicate").body("data.event_id", contains(again));
            client.get("/events?to=" + acceptedAt + "&event_name=seen").body("data.event_id", contains(seen));
            client.get("/events?from=" + acceptedAt).body("data.event_id", contains(other));
            client.get("/participants/bob/events").statusCode(200).body("data.event_id", contains(other));
            client.get("/participants/nobody/events").statusCode(200).body("data", hasSize(0));
        }

        @Test
        void environmentsAndTenantsDoNotSeeEachOther() {
            client.settled(client.send(event("e", "p")));

            client.inTest().get("/events").statusCode(200).body("data", hasSize(0));
            Client.fresh().get("/events").statusCode(200).body("data", hasSize(0));
        }
    }

    @Nested
    class Is400 {

        @ParameterizedTest
        @ValueSource(strings = {"limit=0", "limit=101", "limit=x", "state=accepted", "state=x", "from=today", "to=1"})
        void badParameterIsNamed(String query) {
            client.get("/events?" + query)
                    .statusCode(400)
                    .body("error.code", equalTo("INVALID_PARAMETER"))
                    .body("error.details.path", contains(query.substring(0, query.indexOf('='))));
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", "%20", "AQ", "AAAAAAAAAAAAAAAAAAAAAAA", "%00"})
        void badCursorIsRefused(String cursor) {
            client.get("/events?cursor=" + cursor).statusCode(400).body("error.code", equalTo("INVALID_CURSOR"));
        }
    }

    @Nested
    class Is401 {

        @Test
        void requestWithoutATokenIsRefused() {
            for (String path : List.of("/events", "/events/" + UUID.randomUUID(), "/participants/p/events")) {
                given().get("/api/v1" + path).then().statusCode(401);
            }
        }
    }

    @Nested
    class Is403 {

        @Test
        void readingNeedsTheScope() {
            for (String path : List.of("/events", "/events/" + UUID.randomUUID(), "/participants/p/events")) {
                given().auth()
                        .oauth2(TokenIssuer.key(client.tenant(), Environment.LIVE, "events:write"))
                        .get("/api/v1" + path)
                        .then()
                        .statusCode(403)
                        .body("error.code", equalTo("MISSING_SCOPE"))
                        .body("error.scope", equalTo("events:read"));
            }
        }

        @Test
        void platformAdministratorHasNoEvents() {
            given().auth()
                    .oauth2(TokenIssuer.platform())
                    .get("/api/v1/events")
                    .then()
                    .statusCode(403)
                    .body("error.code", equalTo("FORBIDDEN"));
        }
    }

    @Nested
    class Is404 {

        @Test
        void eventOfAnotherTenantOrEnvironmentIsNotThere() {
            String id = client.send(event("e", "p"));

            notThere(Client.fresh(), id);
            notThere(client.inTest(), id);
            client.settled(id);
            notThere(Client.fresh(), id);
            notThere(client.inTest(), id);
        }

        @Test
        void idThatWasNeverGivenOutIsNotThere() {
            notThere(client, UuidCreator.getTimeOrderedEpoch().toString());
            notThere(client, UUID.randomUUID().toString());
            notThere(client, "0");
            notThere(client, "00000000-0000-0000-0000-000000000000");
        }

        private void notThere(Client who, String id) {
            who.get("/events/" + id).statusCode(404).body("error.code", equalTo("NOT_FOUND"));
        }
    }
}
