package io.breakwater.ingest.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class LogComponentTest {

    private final Client client = Client.fresh();

    @Test
    void eventsOfOneParticipantLieInTheOrderOfTheirBatch() {
        String batch = IntStream.range(0, 100)
                .mapToObj(i -> Client.event("e" + i, "ann"))
                .collect(Collectors.joining(",", "{\"events\":[", "]}"));

        List<String> positions = client.post("/ingest/events/batch", batch)
                .statusCode(202)
                .extract()
                .path("results.message_id");

        assertThat(positions.stream().map(StreamPosition::parse)).hasSize(100).isSorted();
    }
}
