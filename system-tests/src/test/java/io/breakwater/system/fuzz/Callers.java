package io.breakwater.system.fuzz;

import static org.awaitility.Awaitility.await;

import io.breakwater.system.fuzz.Maker.Account;
import io.breakwater.system.scenario.Api.Answer;
import io.breakwater.system.scenario.Stories;
import io.breakwater.system.scenario.Suite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A tenant without limits, an administrator, and credentials of every standing. No call spends them; they are made anew
 * before the access tokens end, which they do after 15 min.
 *
 * @param ids of things of the tenant that calls only read, by operation
 */
record Callers(
        Account owner,
        Account administrator,
        String key,
        Map<Standing, Credentials> others,
        String broadKey,
        Map<String, String> ids,
        String origin) {

    private static final String UNLIMITED = "{\"plan\":\"enterprise\"}";
    private static final String SUSPENDED = "{\"status\":\"suspended\"}";
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Of one standing; each may be empty. */
    record Credentials(String key, String userToken, String platformToken) {}

    static Callers fresh(Suite suite, Maker maker) {
        String[] platform = {"Authorization", new Stories(suite.api()).platformAuthorization(suite.stack())};
        Account administrator = maker.newAdministrator(platform);
        Account owner = unlimited(maker, platform);
        Account stranger = unlimited(maker, platform);
        String key = plaintext(maker.newKey(owner, "full_access", ""));

        Map<Standing, Credentials> others = new HashMap<>();
        others.put(
                Standing.FOREIGN,
                new Credentials(plaintext(maker.newKey(stranger, "full_access", "")), stranger.token(), ""));
        others.put(Standing.NARROW, new Credentials(plaintext(maker.newKey(owner, "analytics:read", "")), "", ""));
        others.put(Standing.SUSPENDED, suspended(maker, platform));
        others.put(Standing.REVOKED, revoked(maker, owner, platform));
        others.put(Standing.EXPIRED, new Credentials(expired(maker, owner), "", ""));
        others.put(
                Standing.FORGED,
                new Credentials(tampered(key), tampered(owner.token()), tampered(administrator.token())));
        return new Callers(
                owner,
                administrator,
                key,
                others,
                plaintext(maker.newKey(owner, "events:read", "")),
                readable(maker, owner, key, platform),
                suite.gateway().toString());
    }

    private static Account unlimited(Maker maker, String[] platform) {
        Account owner = maker.newTenant();
        maker.change(owner.tenantId(), UNLIMITED, platform);
        return owner;
    }

    private static Credentials suspended(Maker maker, String[] platform) {
        Account owner = maker.newTenant();
        String key = plaintext(maker.newKey(owner, "full_access", ""));
        maker.change(owner.tenantId(), SUSPENDED, platform);
        await().atMost(SOON).until(() -> maker.statusOf(key), status -> status == 403);
        return new Credentials(key, "", "");
    }

    private static Credentials revoked(Maker maker, Account owner, String[] platform) {
        Answer key = maker.newKey(owner, "full_access", "");
        maker.revoke(Maker.id(key), owner);
        String token = maker.newSession(owner).body().path("access_token").asText();
        maker.logout(token);
        Account former = maker.newAdministrator(platform);
        maker.logout(former.token());
        await().atMost(SOON).until(() -> maker.statusOf(plaintext(key)), status -> status == 401);
        return new Credentials(plaintext(key), token, former.token());
    }

    private static String expired(Maker maker, Account owner) {
        String key = plaintext(maker.newKey(
                owner, "full_access", ",\"expires_at\":\"" + Instant.now().plusSeconds(1) + "\""));
        await().atMost(SOON).until(() -> maker.statusOf(key), status -> status == 401);
        return key;
    }

    private static Map<String, String> readable(Maker maker, Account owner, String key, String[] platform) {
        maker.sendDeadEvent(key);
        return Map.of(
                "getEvent", maker.newEvent(key),
                "getErasure", maker.newErasure(owner.tenantId(), platform),
                "getExport", maker.newExport(owner.tenantId(), platform),
                "getTeam", maker.newTeam(owner),
                "getApiKey", Maker.id(maker.newKey(owner, "read", "")));
    }

    private static String plaintext(Answer key) {
        return key.body().path("key").asText();
    }

    /** With another character near its end. */
    private static String tampered(String credential) {
        int at = credential.length() - 8;
        char other = credential.charAt(at) == '0' ? '1' : '0';
        return credential.substring(0, at) + other + credential.substring(at + 1);
    }

    /** A header that carries a credential of a kind, as the document calls it; empty where there is none of this standing. */
    List<String> header(String scheme, Standing standing, Operation operation) {
        Credentials credentials = switch (standing) {
            case GOOD, OTHER_KIND -> new Credentials(key, owner.token(), administrator.token());
            case NARROW ->
                operation.scopes("apiKey").contains("analytics:read")
                        ? new Credentials(broadKey, "", "")
                        : others.get(standing);
            case NONE -> new Credentials("", "", "");
            case FOREIGN, SUSPENDED, REVOKED, EXPIRED, FORGED -> others.get(standing);
        };
        return header(scheme, credentials);
    }

    private List<String> header(String scheme, Credentials credentials) {
        List<String> header = switch (scheme) {
            case "apiKey" -> List.of("X-API-Key", credentials.key());
            case "apiKeyBasic" -> List.of("Authorization", "Basic " + basic(credentials.key()));
            case "userToken" -> List.of("Authorization", "Bearer " + credentials.userToken());
            case "sessionCookie" -> List.of("Cookie", "session_token=" + credentials.userToken(), "Origin", origin);
            case "platformToken" -> List.of("Authorization", "Bearer " + credentials.platformToken());
            default -> List.of();
        };
        boolean isThere = switch (scheme) {
            case "apiKey", "apiKeyBasic" -> !credentials.key().isEmpty();
            case "userToken", "sessionCookie" -> !credentials.userToken().isEmpty();
            case "platformToken" -> !credentials.platformToken().isEmpty();
            default -> false;
        };
        return isThere ? header : List.of();
    }

    /** Credentials that have not even the form of one. */
    List<List<String>> shapeless() {
        return List.of(
                List.of("X-API-Key", "bw_live_00000000000000000000000000000000"),
                List.of("X-API-Key", "x"),
                List.of("Authorization", "Bearer a.b.c"),
                List.of("Authorization", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."),
                List.of("Authorization", "Bearer"),
                List.of("Authorization", "Digest username=x"),
                List.of("Cookie", "session_token=a.b.c", "Origin", origin));
    }

    private static String basic(String user) {
        return Base64.getEncoder().encodeToString((user + ":").getBytes(StandardCharsets.UTF_8));
    }
}
