package io.breakwater.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** The service from outside: its document, its health, and the bodies that the Bricqs overview prints. */
@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class ServiceComponentTest {

    private static final Path DOCUMENT = Path.of("..", "api", "ingest-service.yaml");

    private final Client client = Client.fresh();

    /** Written anew by {@code -Ddocs.write=true}. */
    @Test
    void theCommittedApiDocumentIsWhatTheServiceServes() throws Exception {
        String served = Files.readString(Path.of("target", "openapi", "openapi.yaml"));
        if (Boolean.getBoolean("docs.write")) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, served);
        }

        assertThat(Files.readString(DOCUMENT)).isEqualTo(served);
    }

    @Test
    void readinessNamesTheStoresTheWorkerAndTheScheduler() {
        management("/health/ready")
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.name", hasItems(containsString("Database"), containsString("Redis")))
                .body("checks.find { it.name == 'worker and scheduler' }.data.worker", equalTo("alive"));
        management("/health/live").statusCode(200);
        management("/health").statusCode(200);
    }

    @Test
    void metricsAreServed() {
        client.settled(client.send(Client.event("e", "p")));

        management("/metrics")
                .statusCode(200)
                .body(containsString("breakwater_ingest_accepted_total"))
                .body(containsString("breakwater_ingest_settled_total"))
                .body(containsString("breakwater_ingest_worker_lag_seconds"));
    }

    @Test
    void unknownPathIsAnsweredInOurForm() {
        client.get("/nothing").statusCode(404).body("error.code", equalTo("NOT_FOUND"));
    }

    @Test
    void theSingleEventOfTheOverviewWorksAsPrinted() {
        String id = client.send("""
                {
                    "event_name": "purchase_completed",
                    "participant_id": "user_123",
                    "properties": {
                      "amount": 49.99,
                      "currency": "USD",
                      "product_id": "prod_abc"
                    },
                    "timestamp": "2026-02-14T10:30:00Z"
                  }""");

        client.settled(id)
                .body("state", equalTo("processed"))
                .body("timestamp", equalTo("2026-02-14T10:30:00Z"))
                .body("properties.amount", equalTo(49.99f));
    }

    @Test
    void theBatchOfTheOverviewWorksAsPrinted() {
        client.post("/ingest/events/batch", """
                        {
                            "events": [
                              {"event_name": "page_view", "participant_id": "user_123", "properties": {"page": "/products"}},
                              {"event_name": "add_to_cart", "participant_id": "user_123", "properties": {"product_id": "prod_abc"}},
                              {"event_name": "purchase_completed", "participant_id": "user_123", "properties": {"amount": 49.99}}
                            ]
                          }""")
                .statusCode(202)
                .body("accepted", equalTo(3))
                .body("message_ids", hasSize(3));
    }

    private static io.restassured.response.ValidatableResponse management(String path) {
        String base = ConfigProvider.getConfig().getValue("test.management.url", String.class);
        return given().baseUri(base).get(path).then();
    }
}
