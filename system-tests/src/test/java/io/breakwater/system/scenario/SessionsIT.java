package io.breakwater.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.system.scenario.Api.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sessions of people, as browsers and other clients hold them, through the gateway. */
class SessionsIT {

    private static final String PASSWORD = "correct horse battery staple";
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Suite suite = Suite.running();
    private final Api api = suite.api();
    private final String email = "person-" + UUID.randomUUID() + "@example.com";

    @Test
    void aBrowserGetsItsTokensInCookiesOnly() {
        Answer registered = register("?mode=cookie");

        assertThat(registered.status()).as(registered.text()).isEqualTo(201);
        assertThat(registered.body().has("access_token")).isFalse();
        assertThat(registered.body().has("refresh_token")).isFalse();
        assertThat(setCookies(registered))
                .hasSize(2)
                .allSatisfy(cookie -> assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/"));

        String cookies = cookies(registered);
        assertThat(api.get("/api/v1/auth/me", "Cookie", cookies)
                        .body()
                        .at("/email")
                        .asText())
                .isEqualTo(email);
    }

    @Test
    void aCookieCarriesNoUnsafeRequestOfAForeignPage() {
        String cookies = cookies(register("?mode=cookie"));

        assertThat(patchMe(cookies).status()).isEqualTo(403);
        assertThat(patchMe(cookies, "Origin", "https://evil.example").status()).isEqualTo(403);
        assertThat(patchMe(cookies, "Origin", "null").status()).isEqualTo(403);
        assertThat(patchMe(cookies, "Origin", suite.gateway().toString()).status())
                .isEqualTo(200);
        assertThat(refresh(cookies, "Origin", "https://evil.example").status()).isEqualTo(403);
    }

    @Test
    void aBrowserRefreshesByCookie() {
        Answer registered = register("?mode=cookie");

        Answer refreshed =
                refresh(cookies(registered), "Origin", suite.gateway().toString());

        assertThat(refreshed.status()).as(refreshed.text()).isEqualTo(200);
        assertThat(refreshed.body().has("refresh_token")).isFalse();
        assertThat(cookies(refreshed)).isNotEqualTo(cookies(registered));
        assertThat(api.get("/api/v1/auth/me", "Cookie", cookies(refreshed)).status())
                .isEqualTo(200);
    }

    @Test
    void twoTabsThatRefreshAtOnceBothStaySignedIn() {
        String token = register("").body().path("refresh_token").asText();

        List<Answer> tabs = Stream.of(1, 2)
                .parallel()
                .map(tab -> api.post("/api/v1/auth/refresh", "{\"refresh_token\":\"" + token + "\"}"))
                .toList();

        assertThat(tabs).allSatisfy(tab -> assertThat(tab.status()).isEqualTo(200));
        assertThat(tabs.stream()
                        .map(tab -> tab.body().path("refresh_token").asText())
                        .collect(Collectors.toSet()))
                .hasSize(1);
    }

    @Test
    void aChangedPasswordEndsTheOtherSessionsWithinASecond() {
        String here = register("").body().path("access_token").asText();
        String elsewhere = login(PASSWORD).body().path("access_token").asText();
        assertThat(meStatus(elsewhere)).isEqualTo(200);

        Answer changed = api.post(
                "/api/v1/auth/password",
                "{\"current_password\":\"" + PASSWORD + "\",\"new_password\":\"another good passphrase\"}",
                bearer(here));

        assertThat(changed.status()).as(changed.text()).isEqualTo(204);
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(10)).until(() -> meStatus(elsewhere) == 401);
        assertThat(meStatus(here)).isEqualTo(200);
        assertThat(login(PASSWORD).status()).isEqualTo(401);
        assertThat(login("another good passphrase").status()).isEqualTo(200);
    }

    @Test
    void aForgottenPasswordIsResetByTheMailedToken() throws Exception {
        String session = register("").body().path("access_token").asText();

        assertThat(forgot(email).status()).isEqualTo(202);
        assertThat(forgot("nobody-" + email).status()).isEqualTo(202);
        String token = await().atMost(Duration.ofSeconds(20))
                .until(() -> mailedToken("set a new password"), found -> !found.isEmpty());

        String body = "{\"token\":\"" + token + "\",\"password\":\"a wholly new passphrase\"}";
        Answer reset = api.post("/api/v1/auth/password/reset", body);
        assertThat(reset.status()).as(reset.text()).isEqualTo(204);
        assertThat(api.post("/api/v1/auth/password/reset", body).status()).isEqualTo(400);
        assertThat(login("a wholly new passphrase").status()).isEqualTo(200);
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(10)).until(() -> meStatus(session) == 401);
    }

    @Test
    void aSignedOutTokenIsRefusedWithinASecond() {
        String token = register("").body().path("access_token").asText();
        assertThat(meStatus(token)).isEqualTo(200);

        assertThat(api.post("/api/v1/auth/logout", "{}", bearer(token)).status())
                .isEqualTo(204);
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(10)).until(() -> meStatus(token) == 401);
    }

    private Answer register(String query) {
        return api.post(
                "/api/v1/auth/register" + query,
                "{\"email\":\"" + email + "\",\"password\":\"" + PASSWORD + "\",\"tenant_name\":\"Acme\"}");
    }

    private Answer login(String password) {
        return api.post("/api/v1/auth/login", "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}");
    }

    private Answer forgot(String address) {
        return api.post("/api/v1/auth/password/forgot", "{\"email\":\"" + address + "\"}");
    }

    private Answer patchMe(String cookies, String... headers) {
        return api.call("PATCH", "/api/v1/auth/me", "{\"name\":\"Ann\"}", withCookies(cookies, headers));
    }

    private Answer refresh(String cookies, String... headers) {
        return api.call("POST", "/api/v1/auth/refresh", null, withCookies(cookies, headers));
    }

    private static String[] withCookies(String cookies, String... headers) {
        return Stream.concat(Stream.of("Cookie", cookies), Stream.of(headers)).toArray(String[]::new);
    }

    private int meStatus(String token) {
        return api.get("/api/v1/auth/me", bearer(token)).status();
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    private static List<String> setCookies(Answer answer) {
        return answer.headers().allValues("Set-Cookie");
    }

    /** What a browser would send back. */
    private static String cookies(Answer answer) {
        return setCookies(answer).stream()
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .collect(Collectors.joining("; "));
    }

    /** The token in the newest mail to this person whose text speaks of it; empty while there is none. */
    private String mailedToken(String subject) throws IOException {
        Path folder = suite.folder().resolve("mail");
        if (!Files.isDirectory(folder)) {
            return "";
        }
        try (Stream<Path> mails = Files.list(folder)) {
            for (Path mail : mails.filter(file -> file.toString().endsWith(".eml"))
                    .sorted()
                    .toList()) {
                String text = Files.readString(mail);
                Matcher token = Pattern.compile("token=([A-Za-z0-9_-]+)").matcher(text);
                if (text.contains(email)
                        && text.toLowerCase(java.util.Locale.ROOT).contains(subject)
                        && token.find()) {
                    return token.group(1);
                }
            }
        }
        return "";
    }
}
