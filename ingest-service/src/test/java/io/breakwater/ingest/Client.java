package io.breakwater.ingest;

import static io.restassured.RestAssured.given;

import io.breakwater.common.identity.Environment;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;

/** One tenant's key (and another tenant's absence): speaks to the running service. */
public record Client(UUID tenant, Environment environment) {

    public static final Duration SOON = Duration.ofSeconds(30);

    /** A tenant that nobody else in the tests uses. */
    public static Client fresh() {
        return new Client(UUID.randomUUID(), Environment.LIVE);
    }

    public Client inTest() {
        return new Client(tenant, Environment.TEST);
    }

    public RequestSpecification request() {
        return given().auth().oauth2(TokenIssuer.key(tenant, environment, "read", "write"));
    }

    /** As a key that may do everything. */
    public RequestSpecification admin() {
        return given().auth().oauth2(TokenIssuer.key(tenant, environment, "read", "write", "admin"));
    }

    public ValidatableResponse post(String path, String body) {
        return request()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1" + path)
                .then();
    }

    public ValidatableResponse get(String path) {
        return request().get("/api/v1" + path).then();
    }

    /** Sends an event and returns its id once it is accepted. */
    public String send(String body) {
        return post("/ingest/events", body).statusCode(202).extract().path("event_id");
    }

    /** The event once it is in a terminal state. */
    public ValidatableResponse settled(String eventId) {
        return Awaitility.await().atMost(SOON).until(() -> get("/events/" + eventId), answer -> {
            String state = answer.statusCode(200).extract().path("state");
            return !state.equals("accepted");
        });
    }

    public static String event(String name, String participant) {
        return "{\"event_name\":\"%s\",\"participant_id\":\"%s\"}".formatted(name, participant);
    }

    public static String event(String name, String participant, String messageId, String properties) {
        return "{\"event_name\":\"%s\",\"participant_id\":\"%s\",\"message_id\":\"%s\",\"properties\":%s}"
                .formatted(name, participant, messageId, properties);
    }
}
