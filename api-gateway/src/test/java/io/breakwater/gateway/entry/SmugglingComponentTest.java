package io.breakwater.gateway.entry;

import static io.breakwater.gateway.testing.GatewayClient.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.FakeAuth;
import io.breakwater.gateway.testing.FakeUpstream;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that two servers in a row could cut into pieces differently, byte by byte. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class SmugglingComponentTest {

    private static final String HIDDEN = "GET /ops/echo?smuggled HTTP/1.1\r\nHost: g\r\n\r\n";

    @TestHTTPResource("/")
    URI base;

    FakeAuth auth;
    FakeUpstream upstream;
    GatewayClient client;

    @BeforeEach
    void newAddress() {
        auth.reset();
        client = new GatewayClient(base);
    }

    private String post(String headers, String body) {
        return client.raw(
                "POST /ops/echo HTTP/1.1\r\nHost: g\r\nX-Forwarded-For: " + client.address() + "\r\n" + headers
                        + "\r\n\r\n" + body,
                "\0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 4",
                "Content-Length: 4\r\nContent-Length: 5",
                "Content-Length: 4, 5",
                "Content-Length: +4",
                "Content-Length: 0x4",
                "Content-Length: 4 4",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding:\u000bchunked"
            })
    void ambiguousFramingNeverReachesAnUpstreamTwice(String headers) {
        int before = upstream.requests();

        String answer = post(headers + "\r\nConnection: close", "0\r\n\r\n" + HIDDEN);

        assertThat(answer).doesNotContain("smuggled").doesNotContain("Exception");
        assertThat(upstream.requests() - before).isLessThanOrEqualTo(1);
        assertThat(answer.split("HTTP/1\\.1 ", -1).length - 1).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5;ext=\"\r\n\r\nhello\r\n0\r\n\r\n",
                "5\nhello\n0\n\n",
                "5 5\r\nhello\r\n0\r\n\r\n",
                "-5\r\nhello\r\n0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                "fffffffffffffffff\r\nhello\r\n0\r\n\r\n",
                "zz\r\nhello\r\n0\r\n\r\n"
            })
    void oddChunksDoNotBecomeASecondRequest(String body) {
        String answer = post("Transfer-Encoding: chunked\r\nConnection: close", body + HIDDEN);

        assertThat(answer).doesNotContain("smuggled").doesNotContain("Exception");
    }

    @Test
    void chunkExtensionsAndTrailersAreNotPassedOn() {
        String answer = post(
                "Transfer-Encoding: chunked\r\nConnection: close",
                "5;name=value\r\nhello\r\n0\r\nX-Tenant-Id: forged\r\nAuthorization: Bearer forged\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").contains("\"bytes\":5").doesNotContain("forged");
    }

    @Test
    void foldedLinesAddNoHeader() {
        String answer = client.rawGet("/ops/echo", "X-A: one\r\n X-Tenant-Id: forged");

        assertThat(answer).doesNotContain("\"x-tenant-id\"").doesNotContain("Exception");
    }

    @Test
    void whatATargetOrHeaderSaysCannotSplitTheAnswer() {
        String answer = client.rawGet("/ops/%0d%0aSet-Cookie:%20a=1", "X-Request-Id: a\rSet-Cookie: a=1");

        assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("\nSet-Cookie");
        assertThat(client.rawGet("/ops/echo?x=%0d%0aSet-Cookie:%20a=1")).doesNotContain("\nSet-Cookie");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Host: a\r\nHost: b", "Host: a/../b", "Host: a b", "Host:", "Host: [::1", "Host: \u00e9.example"
            })
    void oddHostsAreNeverAFault(String host) {
        String answer = client.raw(
                "GET /ops/echo HTTP/1.1\r\nConnection: close\r\nX-Forwarded-For: " + client.address() + "\r\n" + host
                        + "\r\n\r\n",
                "\0");

        assertThat(answer).matches("(?s)HTTP/1\\.1 (200|400).*").doesNotContain("Exception");
    }

    @Test
    void credentialsThatDisagreeAreRefused() {
        String one = auth.key().credential();
        String two = auth.key().credential();
        assertThat(client.rawGet("/ops/secret", "X-API-Key: " + one, "X-API-Key: " + two))
                .startsWith("HTTP/1.1 400");
        assertThat(client.rawGet("/ops/secret", "X-API-Key: " + one, "Authorization: Bearer " + two))
                .startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: X-Request-Id, Content-Length, Host, X-Forwarded-For, X-Error-Profile",
                "Connection: close, Transfer-Encoding, Content-Type",
                "Connection: ,,,",
                "Connection: X-API-Key, Authorization, Cookie"
            })
    void connectionCannotTakeAwayWhatIsProtected(String line) {
        String answer = post(line + "\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: close", "hello");

        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .contains("\"x-request-id\"")
                .contains("\"x-forwarded-for\"")
                .contains("\"x-error-profile\"")
                .contains("\"content-type\":[\"text/plain\"]")
                .contains("\"bytes\":5");
    }

    @Test
    void manyHeadersAreRefusedWhole() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            many.append("X-").append(i).append(": 0123456789\r\n");
        }
        String answer = client.raw(
                head("GET /ops/echo HTTP/1.1", "Host: g", many.toString().strip()), "\0");

        assertThat(answer).startsWith("HTTP/1.1 431").doesNotContain("Exception");
    }
}
