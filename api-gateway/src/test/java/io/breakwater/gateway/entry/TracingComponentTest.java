package io.breakwater.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.FakeAuth;
import io.breakwater.gateway.testing.FakeAuth.Minted;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.GatewayClient.Answer;
import io.breakwater.gateway.testing.RecordedSpans;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.localstack.testing.StoresTestResource;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a trace shows of a request, and what it does not. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class TracingComponentTest {

    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("breakwater.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

    @TestHTTPResource("/")
    URI base;

    @Inject
    RecordedSpans spans;

    FakeAuth auth;
    GatewayClient client;

    private final String trace = UUID.randomUUID().toString().replace("-", "");
    private final String parent = "b7ad6b7169203331";

    @BeforeEach
    void newAddress() {
        auth.reset();
        client = new GatewayClient(base);
    }

    private String traceparent() {
        return "00-" + trace + "-" + parent + "-01";
    }

    private SpanData span(SpanKind kind) {
        return Awaitility.await()
                .until(
                        () -> spans.ofTrace(trace).stream()
                                .filter(span -> span.getKind() == kind)
                                .toList(),
                        found -> found.size() == 1)
                .getFirst();
    }

    @Test
    void aClientsTraceIsContinuedToTheUpstream() {
        Answer answer = client.post("/ops/echo/a?b=c", "x", "traceparent", traceparent(), "tracestate", "vendor=1");

        SpanData server = span(SpanKind.SERVER);
        SpanData upstream = span(SpanKind.CLIENT);
        assertThat(server.getName()).isEqualTo("POST echo");
        assertThat(server.getParentSpanId()).isEqualTo(parent);
        assertThat(server.getAttributes().get(ROUTE)).isEqualTo("echo");
        assertThat(server.getAttributes().get(STATUS)).isEqualTo(200);
        assertThat(server.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(upstream.getName()).isEqualTo("POST own");
        assertThat(upstream.getParentSpanId()).isEqualTo(server.getSpanId());
        assertThat(answer.json().getJsonObject("headers").getJsonArray("traceparent"))
                .containsExactly("00-" + trace + "-" + upstream.getSpanId() + "-01");
        assertThat(answer.json().getJsonObject("headers").getJsonArray("tracestate"))
                .containsExactly("vendor=1");
    }

    @Test
    void withoutOneATraceBegins() {
        Answer answer = client.get("/ops/echo", "traceparent", "nonsense");

        String sent = answer.json()
                .getJsonObject("headers")
                .getJsonArray("traceparent")
                .getString(0);
        assertThat(sent).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }

    @Test
    void whatFailsIsSeenToFail() {
        client.get("/ops/dead", "traceparent", traceparent());

        assertThat(span(SpanKind.SERVER).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span(SpanKind.SERVER).getAttributes().get(STATUS)).isEqualTo(502);
    }

    @Test
    void whatFitsNoRouteIsNamedByItsMethodAlone() {
        client.get("/nowhere/secret-path", "traceparent", traceparent());

        assertThat(span(SpanKind.SERVER).getName()).isEqualTo("GET");
    }

    @Test
    void noSpanHoldsACredentialAPathOrAQuery() {
        Minted key = auth.key("read");
        Minted other = auth.key("read");

        client.get("/ops/page/private-path?private=query&apiKey=" + other.credential(), "traceparent", traceparent());
        client.get("/ops/secret/private-path", "traceparent", traceparent(), "X-API-Key", key.credential());

        List<SpanData> all = Awaitility.await().until(() -> spans.ofTrace(trace), found -> found.size() == 4);
        assertThat(all.toString())
                .contains("breakwater.tenant")
                .doesNotContain("private")
                .doesNotContain(key.credential())
                .doesNotContain(other.credential())
                .doesNotContain("internal-of-")
                .doesNotContain(client.address());
    }
}
