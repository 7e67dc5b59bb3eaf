package io.breakwater.ingest.report;

import static io.breakwater.ingest.Client.event;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
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
                    .body("complete", equalTo(true));
            client.inTest().get("/ingest/report").statusCode(200).body("accepted", equalTo(0));
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
