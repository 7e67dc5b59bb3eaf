package io.breakwater.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.common.problem.ErrorProfile;
import io.breakwater.gateway.client.Caller;
import io.vertx.core.MultiMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedHeadersTest {

    private static final Caller CALLER = new Caller(
            "1.2.3.4", "1.2.3.4", "https", "api.example.org", "for=1.2.3.4;host=\"api.example.org\";proto=https");

    private static MultiMap forwarded(MultiMap inbound, boolean refreshCookie, @Nullable String token) {
        MultiMap outbound = MultiMap.caseInsensitiveMultiMap();
        ForwardedHeaders.request(inbound, outbound, CALLER, "id-1", ErrorProfile.SLUG, refreshCookie, token);
        return outbound;
    }

    private static MultiMap headers() {
        return MultiMap.caseInsensitiveMultiMap();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "X-API-Key",
                "x_api_key",
                "X-Error-Profile",
                "X-Internal-Anything",
                "X-Tenant-Id",
                "X-User-Id",
                "Forwarded",
                "X-Real-IP",
                "X-Forwarded-Port",
                "X-Original-URL",
                "X-HTTP-Method-Override",
                "Connection",
                "Keep-Alive",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade",
                "Proxy-Authorization",
                "HTTP2-Settings",
                "Expect",
                "Host",
                "Content-Length"
            })
    void neverFromAClient(String name) {
        assertThat(forwarded(headers().add(name, "forged"), true, null).entries())
                .noneMatch(header -> header.getValue().contains("forged"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type", "Accept", "Idempotency-Key", "User-Agent", "Traceparent", "X-Custom"})
    void theRestPasses(String name) {
        assertThat(forwarded(headers().add(name, "value"), true, null).getAll(name))
                .containsExactly("value");
    }

    @Test
    void whatTheGatewayKnowsIsSetAnew() {
        MultiMap outbound = forwarded(headers(), true, "token");

        assertThat(outbound.get("Authorization")).isEqualTo("Bearer token");
        assertThat(outbound.getAll("Forwarded")).containsExactly("for=1.2.3.4;host=\"api.example.org\";proto=https");
        assertThat(outbound.get("X-Forwarded-For")).isEqualTo("1.2.3.4");
        assertThat(outbound.get("X-Forwarded-Proto")).isEqualTo("https");
        assertThat(outbound.get("X-Forwarded-Host")).isEqualTo("api.example.org");
        assertThat(outbound.get("X-Request-Id")).isEqualTo("id-1");
        assertThat(outbound.get("X-Error-Profile")).isEqualTo("slug");
        assertThat(forwarded(headers(), false, null).contains("Authorization")).isFalse();
    }

    @Test
    void connectionStripsWhatItNamesButNothingOfOurs() {
        MultiMap outbound = forwarded(
                headers()
                        .add("Connection", "X-Hop, Authorization, X-Request-Id")
                        .add("X-Hop", "1"),
                true,
                "token");

        assertThat(outbound.contains("X-Hop")).isFalse();
        assertThat(outbound.get("Authorization")).isEqualTo("Bearer token");
        assertThat(outbound.get("X-Request-Id")).isEqualTo("id-1");
    }

    @Test
    void credentialCookiesStayHere() {
        MultiMap inbound = headers().add("Cookie", "a=1; Session_Token=x; __Host-bw_refresh=y; b=2");

        assertThat(forwarded(inbound, true, null).get("Cookie")).isEqualTo("a=1; __Host-bw_refresh=y; b=2");
        assertThat(forwarded(inbound, false, null).get("Cookie")).isEqualTo("a=1; b=2");
        assertThat(forwarded(headers().add("Cookie", "session_token=x"), true, null)
                        .contains("Cookie"))
                .isFalse();
    }

    @Test
    void answersKeepTheUpstreamsHeadersButNotOverOurs() {
        MultiMap answer = headers().add("X-Request-Id", "ours");
        ForwardedHeaders.response(
                headers()
                        .add("Set-Cookie", "a=1")
                        .add("Set-Cookie", "b=2")
                        .add("x-request-id", "theirs")
                        .add("Connection", "close, X-Hop")
                        .add("X-Hop", "1")
                        .add("Transfer-Encoding", "chunked")
                        .add("ETag", "e"),
                answer,
                false);

        assertThat(answer.getAll("Set-Cookie")).isEqualTo(List.of("a=1", "b=2"));
        assertThat(answer.getAll("X-Request-Id")).containsExactly("ours");
        assertThat(answer.get("ETag")).isEqualTo("e");
        assertThat(answer.names()).doesNotContain("Connection", "X-Hop", "Transfer-Encoding");
    }
}
