package io.breakwater.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.FakeAuth;
import io.breakwater.gateway.testing.FakeAuth.Minted;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.GatewayClient.Answer;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Credentials in cookies, and who may act with them, by status. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class CookieCredentialComponentTest {

    @TestHTTPResource("/")
    URI base;

    FakeAuth auth;
    GatewayClient client;

    @BeforeEach
    void newAddress() {
        auth.reset();
        client = new GatewayClient(base);
    }

    private static String session(Minted user) {
        return "theme=dark; session_token=" + user.credential();
    }

    private String own() {
        return base.getScheme() + "://" + base.getAuthority();
    }

    private Answer change(Minted user, String... headers) {
        return client.send(client.to("/api/v1/auth/me")
                .header("Cookie", session(user))
                .headers(headers)
                .method("PATCH", BodyPublishers.ofString("{}")));
    }

    @Nested
    class Status200 {

        @Test
        void aSessionReadsWithoutAnOriginAndItsCookieStaysHere() {
            Minted user = auth.token("user", "read");

            Answer answer = client.get("/api/v1/events", "Cookie", session(user), "Origin", "https://evil.example");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().getJsonObject("headers").getJsonArray("authorization"))
                    .containsExactly("Bearer internal-of-" + user.id());
            assertThat(answer.json().getJsonObject("headers").getJsonArray("cookie"))
                    .containsExactly("theme=dark");
        }

        @Test
        void ourOwnPageAndAnAllowedOneChangeThings() {
            Minted user = auth.token("user", "write");

            assertThat(change(user, "Origin", own()).status()).isEqualTo(200);
            assertThat(change(user, "Origin", "https://APP.example.org:443").status())
                    .isEqualTo(200);
        }

        @Test
        void behindATrustedProxyOursIsTheOriginThatTheClientAsked() {
            Minted user = auth.token("user", "write");

            assertThat(change(
                                    user,
                                    "Origin",
                                    "https://api.example.org",
                                    "X-Forwarded-Proto",
                                    "https",
                                    "X-Forwarded-Host",
                                    "api.example.org")
                            .status())
                    .isEqualTo(200);
        }

        @Test
        void aHeaderBeatsTheCookieAndNeedsNoOrigin() {
            Minted user = auth.token("user", "write");
            Minted other = auth.token("user", "write");

            Answer answer = change(user, "Authorization", "Bearer " + other.credential());

            assertThat(answer.json().getJsonObject("headers").getJsonArray("authorization"))
                    .containsExactly("Bearer internal-of-" + other.id());
        }

        @Test
        void theRefreshCookieReachesOnlyTheRouteThatRotatesIt() {
            Minted user = auth.token("user", "read");
            String cookies = "__Host-bw_refresh=r; " + session(user);

            Answer refresh = client.post("/api/v1/auth/refresh", "", "Cookie", cookies, "Origin", own());
            assertThat(refresh.json().getJsonObject("headers").getJsonArray("cookie"))
                    .containsExactly("__Host-bw_refresh=r; theme=dark");
            for (String path : new String[] {"/api/v1/auth/me", "/api/v1/events"}) {
                assertThat(client.get(path, "Cookie", cookies).body()).doesNotContain("bw_refresh");
            }
            assertThat(client.post("/api/v1/auth/login", "{}", "Cookie", cookies)
                            .body())
                    .doesNotContain("bw_refresh", "session_token");
        }
    }

    @Nested
    class Status400 {

        @Test
        void twoSessionsThatDisagree() {
            String cookies = session(auth.token("user")) + "; " + session(auth.token("user"));

            assertThat(client.get("/api/v1/events", "Cookie", cookies).code()).isEqualTo("INVALID_REQUEST");
        }
    }

    @Nested
    class Status401 {

        @Test
        void aMalformedSessionIsRefusedWithoutAskingAnyone() {
            int exchanges = auth.exchanges();

            for (String bad : new String[] {"nonsense", auth.key("read").credential()}) {
                Answer answer = client.get("/api/v1/events", "Cookie", "session_token=" + bad);
                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.code()).isEqualTo("INVALID_TOKEN");
            }

            assertThat(auth.exchanges()).isEqualTo(exchanges);
        }

        @Test
        void anEmptySessionIsNone() {
            assertThat(client.get("/api/v1/events", "Cookie", "session_token=").code())
                    .isEqualTo("UNAUTHENTICATED");
        }
    }

    @Nested
    class Status403 {

        @Test
        void aStrangersPageAndNoPageAtAllChangeNothing() {
            Minted user = auth.token("user", "write");
            for (String origin : new String[] {
                "https://evil.example", "null", "https://app.example.org.evil.example", "http://app.example.org"
            }) {
                Answer answer = change(user, "Origin", origin);
                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.code()).isEqualTo("FORBIDDEN");
            }

            assertThat(change(user, "X-Custom", "no origin").status()).isEqualTo(403);
            assertThat(change(user, "Origin", own(), "Origin", "https://evil.example")
                            .status())
                    .isEqualTo(403);
            assertThat(auth.exchanges(user.credential())).isZero();
        }

        @Test
        void aSocketIsNotOpenedFromAStrangersPageEither() {
            String answer = client.rawGet(
                    "/api/v1/events",
                    "Cookie: " + session(auth.token("user", "read")),
                    "Origin: https://evil.example",
                    "Upgrade: websocket");

            assertThat(answer).startsWith("HTTP/1.1 403");
        }

        @Test
        void aStrangersPageDoesNotRotateTheRefreshToken() {
            assertThat(client.post(
                                    "/api/v1/auth/refresh",
                                    "",
                                    "Cookie",
                                    "bw_refresh=r",
                                    "Origin",
                                    "https://evil.example")
                            .status())
                    .isEqualTo(403);
            assertThat(client.post("/api/v1/auth/refresh", "{}").status())
                    .as("without the cookie nothing is at stake")
                    .isEqualTo(200);
        }
    }
}
