package io.breakwater.ingest.worker;

import static io.breakwater.ingest.Client.SOON;
import static io.breakwater.ingest.Client.event;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.notNullValue;

import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.localstack.store.EmbeddedStores;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class OutageComponentTest {

    private final EmbeddedStores stores = StoresTestResource.stores();
    private final Client client = Client.fresh();

    @AfterEach
    void bringBack() {
        stores.startRedis();
        stores.startPostgres();
        await().atMost(SOON)
                .until(() -> accepts() && client.get("/events").extract().statusCode() == 200);
    }

    @Test
    void eventsAreAcceptedWhilePostgresIsAwayAndProcessedWhenItIsBack() {
        client.settled(client.send(event("before", "ann")));

        stores.stopPostgres();
        List<String> ids = List.of(client.send(event("e1", "ann")), client.send(event("e2", "bob", "m", "{}")));
        client.get("/events")
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("error.code", equalTo("DATABASE_UNAVAILABLE"));
        client.post("/ingest/events/sync", event("e", "ann")).statusCode(503);
        client.post("/sdk/identify", "{\"userId\":\"ann\"}")
                .statusCode(503)
                .body("error.code", equalTo("DATABASE_UNAVAILABLE"));
        stores.startPostgres();
        await().atMost(SOON).until(() -> client.get("/events").extract().statusCode() == 200);

        ids.forEach(id -> client.settled(id).body("state", equalTo("processed")));
        client.get("/ingest/report").body("processed", equalTo(3)).body("dead", equalTo(0));
    }

    @Test
    void eventsAreRefusedWhileRedisIsAwayAndThoseAcceptedSurvive() {
        String before = client.send(event("before", "ann"));

        stores.stopRedis();
        client.post("/ingest/events", event("e", "ann"))
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("error.code", equalTo("SERVICE_UNAVAILABLE"));
        client.post("/ingest/events/batch", "{\"events\":[%s,%s]}".formatted(event("e", "a"), event("e", "b")))
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("accepted", equalTo(0))
                .body("results.status", everyItem(equalTo("unavailable")))
                .body("results.error.code", everyItem(equalTo("SERVICE_UNAVAILABLE")));
        client.post("/ingest/events/batch", "{\"events\":[%s,{}]}".formatted(event("e", "a")))
                .statusCode(207);
        otherIntakesRefuse();
        stores.startRedis();
        await().atMost(SOON).until(this::accepts);

        client.settled(before).body("state", equalTo("processed"));
    }

    private void otherIntakesRefuse() {
        String cloudEvent = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"subject\":\"p\"}";
        client.post("/sdk/events", "{\"events\":[{\"type\":\"CLICK\",\"userId\":\"ann\"}]}")
                .statusCode(503)
                .header("Retry-After", notNullValue());
        for (String call : List.of("{\"batch\":[{\"type\":\"page\",\"userId\":\"u\"}]}", "{\"batch\":[7]}")) {
            client.request()
                    .contentType("application/json")
                    .body(call)
                    .post("/v1/batch")
                    .then()
                    .statusCode(503)
                    .header("Retry-After", notNullValue())
                    .body("error.code", equalTo("SERVICE_UNAVAILABLE"));
        }
        client.request()
                .contentType("application/cloudevents+json")
                .body(cloudEvent)
                .post("/api/v1/ingest/cloudevents")
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue());
        client.request()
                .contentType("application/cloudevents-batch+json")
                .body("[" + cloudEvent + "]")
                .post("/api/v1/ingest/cloudevents")
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("results[0].error.path", equalTo("0"));
    }

    private boolean accepts() {
        return client.post("/ingest/events", event("after", "ann")).extract().statusCode() == 202;
    }
}
