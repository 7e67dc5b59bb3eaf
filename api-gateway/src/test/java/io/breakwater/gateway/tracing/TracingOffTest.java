package io.breakwater.gateway.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

class TracingOffTest {

    @Test
    void whatAClientSendsOfATracePassesAsItIs() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .add("tracestate", "a=b");

        Trace trace = new Tracing(OpenTelemetry.noop(), true).begin(headers);
        trace.call("GET", "own", headers).answered(200);

        assertThat(trace).isSameAs(Trace.NONE);
        assertThat(trace.id()).isNull();
        assertThat(headers.get("traceparent")).isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        assertThat(headers.get("tracestate")).isEqualTo("a=b");
    }
}
