package io.breakwater.ingest.role;

import static io.breakwater.ingest.Client.SOON;
import static io.breakwater.ingest.Client.event;
import static io.breakwater.ingest.worker.WorkerStores.entryOf;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.AdminCaller;
import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.ingest.stream.Partitions;
import io.breakwater.ingest.worker.WorkerStores;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A process that is only a worker. One that is only the API is {@code WorkerRoleComponentTest}'s. */
@QuarkusTest
@TestProfile(RoleComponentTest.OnlyWorker.class)
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class RoleComponentTest {

    @Inject
    WorkerStores stores;

    private final Client client = Client.fresh();

    public static final class OnlyWorker implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("breakwater.ingest.roles", "worker");
        }
    }

    @Test
    void noPublicEndpointAnswers() {
        for (String path : List.of("/events", "/ingest/report", "/sdk/config", "/nothing")) {
            client.get(path)
                    .statusCode(503)
                    .header("Retry-After", notNullValue())
                    .body("error.code", equalTo("SERVICE_UNAVAILABLE"));
        }
        client.post("/ingest/events", event("a", "b")).statusCode(503);
        given().post("/api/v1/ingest/events").then().statusCode(503);
    }

    @Test
    void whatOthersAcceptedIsProcessedAndItIsReady() {
        stores.xadd(
                Partitions.of(client.tenant(), Environment.LIVE, "ann"),
                entryOf(client, event("bought", "ann"), "0000000001"));

        await().atMost(SOON)
                .until(() -> stores.rows("SELECT state FROM event WHERE tenant_id = '%s'", client.tenant())
                        .equals(List.of("processed")));
        given().get(AdminCaller.management("/health/ready")).then().statusCode(200);
    }
}
