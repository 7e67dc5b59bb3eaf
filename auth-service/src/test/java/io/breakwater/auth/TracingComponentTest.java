package io.breakwater.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.RecordedSpans;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a trace shows of a request to a service. */
@AuthComponentTest
class TracingComponentTest {

    private static final String PARENT = "b7ad6b7169203331";

    private final RecordedSpans spans;

    TracingComponentTest(RecordedSpans spans) {
        this.spans = spans;
    }

    @Test
    void aRequestIsASpanOfTheGatewaysTraceAndHoldsNoIdOrQuery() {
        Owner owner = Service.register();
        String trace = UUID.randomUUID().toString().replace("-", "");
        UUID id = UUID.randomUUID();

        Service.as(owner.accessToken())
                .header("traceparent", "00-" + trace + "-" + PARENT + "-01")
                .get("/api/v1/api-keys/" + id + "?private=query")
                .then()
                .statusCode(404);

        List<SpanData> found = Awaitility.await().until(() -> spans.ofTrace(trace), all -> all.size() == 1);
        SpanData span = found.getFirst();
        assertThat(span.getParentSpanId()).isEqualTo(PARENT);
        assertThat(span.getName()).matches("GET \\w+Resource\\.\\w+");
        assertThat(span.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
                .isEqualTo(404);
        assertThat(span.toString()).doesNotContain(id.toString()).doesNotContain("private");
    }
}
