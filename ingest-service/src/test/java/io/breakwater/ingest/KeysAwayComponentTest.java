package io.breakwater.ingest;

import static io.breakwater.ingest.Client.event;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The service while auth-service has not yet told the keys of internal tokens. */
@QuarkusTest
@TestProfile(KeysAwayComponentTest.Profile.class)
class KeysAwayComponentTest {

    private static final String PATH = "/api/v1/ingest/events";

    private final Client client = Client.fresh();

    public static final class Profile implements QuarkusTestProfile {

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(StoresTestResource.class, Map.of("service", "ingest")),
                    new TestResourceEntry(LateTokenIssuer.class));
        }
    }

    @Test
    void tokenThatCannotBeJudgedIsNotCalledInvalidAndIsTakenOnceTheKeysAreThere() {
        client.post("/ingest/events", event("a", "b"))
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("error.code", equalTo("SERVICE_UNAVAILABLE"));
        client.get("/events").statusCode(503);
        given().contentType(ContentType.JSON)
                .body(event("a", "b"))
                .post(PATH)
                .then()
                .statusCode(401)
                .body("error.code", equalTo("UNAUTHENTICATED"));

        LateTokenIssuer.open();

        Awaitility.await()
                .atMost(Client.SOON)
                .until(() ->
                        client.post("/ingest/events", event("a", "b")).extract().statusCode() == 202);
        given().auth()
                .oauth2(TokenIssuer.forged(client.tenant()))
                .contentType(ContentType.JSON)
                .body(event("a", "b"))
                .post(PATH)
                .then()
                .statusCode(401)
                .body("error.code", equalTo("INVALID_TOKEN"));
    }
}
