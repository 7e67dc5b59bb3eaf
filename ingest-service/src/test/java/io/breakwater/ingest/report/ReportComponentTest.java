package io.breakwater.ingest.report;

import static io.breakwater.ingest.Client.event;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class ReportComponentTest {

    private final Client client = Client.fresh();

    @Nested
    class Is200 {

        @Test
        void everyAcceptedEventIsInExactlyOnePlace() {
            client.settled(client.send(event("e", "p")));
            client.settled(client.send(event("e", "p", "m", "{\"n\":1}")));
            client.settled(client.send(event("e", "p", "m", "{\"n\":1}")));
            client.settled(client.send(event("e", "p", "m", "{\"n\":2}")));
            client.post("/ingest/events/sync", event("e", "p", "m", "{\"n\":1}"));

            client.get("/ingest/report")
                    .statusCode(200)
                    .body("tenant_id", equalTo(client.tenant().toString()))
                    .body("environment", equalTo("live"))
                    .body("accepted", equalTo(5))
                    .body("processed", equalTo(2))
                    .body("duplicate", equalTo(2))
                    .body("conflict", equalTo(1))
                    .body("dead", equalTo(0))
                    .body("discarded", equalTo(0))
                    .body("erased", equalTo(0))
                    .body("in_flight", equalTo(0))
                    .body("unaccounted", equalTo(0))
                    .body("balanced", equalTo(true))
                    .body("complete", equalTo(true));
            client.inTest().get("/ingest/report").statusCode(200).body("accepted", equalTo(0));
        }
    }

    @Nested
    class Quotas {

        @Test
        void quotasAreShownWithTheirUse() {
            String token = TokenIssuer.limited(client.tenant(), Environment.LIVE, Map.of("events_day", 10L));
            given().auth()
                    .oauth2(token)
                    .contentType(ContentType.JSON)
                    .body(event("e", "ann"))
                    .post("/api/v1/ingest/events/sync")
                    .then()
                    .statusCode(200);

            given().auth()
                    .oauth2(token)
                    .get("/api/v1/ingest/report")
                    .then()
                    .statusCode(200)
                    .body("quotas.find { it.kind == 'events_day' }.limit", equalTo(10))
                    .body("quotas.find { it.kind == 'events_day' }.current", equalTo(1))
                    .body("quotas.find { it.kind == 'participants_month' }.limit", nullValue());
        }
    }

    @Nested
    class OfThePlatform {

        @Test
        void everybodysEventsAreInIt() {
            int before = total().extract().path("accepted");
            client.settled(client.send(event("e", "p")));
            client.inTest().settled(client.inTest().send(event("e", "p")));

            total().body("accepted", greaterThanOrEqualTo(before + 2)).body("complete", equalTo(true));
        }

        @Test
        void tenantsDoNotSeeIt() {
            client.get("/admin/ingest/report").statusCode(403);
        }

        private ValidatableResponse total() {
            return given().auth()
                    .oauth2(TokenIssuer.platform())
                    .get("/api/v1/admin/ingest/report")
                    .then()
                    .statusCode(200);
        }
    }

    @Nested
    class Is401 {

        @Test
        void requestWithoutATokenIsRefused() {
            given().get("/api/v1/ingest/report").then().statusCode(401);
        }
    }

    @Nested
    class Is403 {

        @Test
        void readingNeedsTheScopeAndATenant() {
            given().auth()
                    .oauth2(TokenIssuer.key(client.tenant(), Environment.LIVE, "events:write"))
                    .get("/api/v1/ingest/report")
                    .then()
                    .statusCode(403)
                    .body("error.code", equalTo("MISSING_SCOPE"));
            given().auth()
                    .oauth2(TokenIssuer.platform())
                    .get("/api/v1/ingest/report")
                    .then()
                    .statusCode(403)
                    .body("error.code", equalTo("FORBIDDEN"));
        }
    }
}
