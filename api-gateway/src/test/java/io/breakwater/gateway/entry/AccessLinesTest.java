package io.breakwater.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessLinesTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aLineHasTheFieldsOfAllOtherLinesAndIsWrittenSoon() throws IOException {
        lines(out).add(line("id-\"1\"", "0af7651916cd43dd8448eb211c80319c"));

        Awaitility.await().until(() -> out.size() > 0);
        String written = out.toString(StandardCharsets.UTF_8);
        JsonNode line = new JsonMapper().readTree(written);
        assertThat(written).endsWith("}\n");
        assertThat(line.path("timestamp").asText()).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(line.path("loggerName").asText()).isEqualTo("io.breakwater.access");
        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(line.path("message").asText()).isEqualTo("GET orders 200 3 ms tenant=t1");
        assertThat(line.path("mdc").path("route").asText()).isEqualTo("orders");
        assertThat(line.path("mdc").path("status").asText()).isEqualTo("200");
        assertThat(line.path("mdc").path("durationMs").asText()).isEqualTo("3");
        assertThat(line.path("mdc").path("requestId").asText()).isEqualTo("id-\"1\"");
        assertThat(line.path("mdc").path("traceId").asText()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    void whatWaitsAtTheEndIsWritten() {
        AccessLines lines = lines(out);
        lines.add(line("a", null));
        lines.add(line("b", null));

        lines.stop(new ShutdownEvent());

        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(2).noneMatch(line -> line.contains("traceId"));
    }

    @Test
    void linesThatNobodyTakesAreDroppedAndCountedAndKeepNobodyWaiting() {
        AccessLines lines = lines(new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("nobody reads");
            }
        });
        lines.add(line("a", null));
        lines.stop(new ShutdownEvent());

        Awaitility.await()
                .untilAsserted(() -> assertThat(meters.counter("breakwater.gateway.access.log.dropped")
                                .count())
                        .isEqualTo(1));
    }

    @Test
    void memoryIsBounded() {
        AccessLines lines = new AccessLines(vertx, CLOCK, meters, false, out);
        for (int i = 0; i < 10_000; i++) {
            lines.add(line("0123456789".repeat(12), null));
        }

        lines.stop(new ShutdownEvent());

        assertThat(out.size()).isLessThan(1_100_000);
        assertThat(meters.counter("breakwater.gateway.access.log.dropped").count())
                .isGreaterThan(5_000);
    }

    private AccessLines lines(OutputStream to) {
        return new AccessLines(vertx, CLOCK, meters, true, to);
    }

    private static AccessLines.Line line(String requestId, @Nullable String trace) {
        return new AccessLines.Line("GET", "orders", 200, 3, "t1", requestId, trace);
    }
}
