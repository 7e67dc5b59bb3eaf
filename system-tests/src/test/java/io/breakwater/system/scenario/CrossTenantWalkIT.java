package io.breakwater.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.scenario.Api.Answer;
import io.breakwater.system.scenario.ApiOperations.Operation;
import io.breakwater.system.scenario.Stories.Owner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Walks every operation of the OpenAPI documents that names a resource, as another tenant and as another environment of the
 * same tenant, with ids that exist: each must look as if there were no such thing. An operation whose parameters this test
 * does not know fails, so that a new one cannot be forgotten.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrossTenantWalkIT {

    private static final String NOTHING = UUID.randomUUID().toString();

    private final Api api = Suite.running().api();
    private final Stories stories = new Stories(api);

    private Owner victim;
    private Owner stranger;
    private String victimsKey;
    private String strangersKey;
    private String testKey;
    private String strangersUser;

    /** The victim's ids, by path template up to the parameter. */
    private final Map<String, Map<String, String>> ids = new HashMap<>();

    @BeforeAll
    void makeSomethingToSteal() {
        victim = stories.newTenant();
        stranger = stories.newTenant();
        Answer minted = stories.mint(victim, "live", "full_access");
        victimsKey = minted.body().path("key").asText();
        strangersKey =
                stories.mint(stranger, "live", "full_access").body().path("key").asText();
        testKey = stories.mint(victim, "test", "full_access").body().path("key").asText();
        strangersUser = me(stranger);

        String user = me(victim);
        String team = created("/api/v1/teams", "{\"name\":\"Treasury\"}");
        String invitation = created(
                "/api/v1/invitations", "{\"email\":\"" + UUID.randomUUID() + "@example.com\",\"role\":\"viewer\"}");
        String session = api.get("/api/v1/auth/sessions", victim.authorization())
                .body()
                .at("/data/0/id")
                .asText();
        String event = api.post(
                        "/api/v1/ingest/events",
                        "{\"event_name\":\"seen\",\"participant_id\":\"only-the-victims\"}",
                        "X-API-Key",
                        victimsKey)
                .body()
                .path("event_id")
                .asText();
        ids.put("/api/v1/dead-letters", Map.of("id", deadLetter()));
        ids.put("/api/v1/api-keys", Map.of("id", minted.body().path("id").asText()));
        ids.put("/api/v1/teams", Map.of("id", team, "user_id", user));
        ids.put("/api/v1/members", Map.of("id", user));
        ids.put("/api/v1/invitations", Map.of("id", invitation, "token", NOTHING));
        ids.put("/api/v1/auth/sessions", Map.of("id", session));
        ids.put("/api/v1/events", Map.of("id", event));
        assertThat(List.of(user, team, invitation, session, event)).doesNotContain("");
    }

    /** Of a call of the tracking API that is no event. */
    private String deadLetter() {
        String basic = Base64.getEncoder().encodeToString((victimsKey + ":").getBytes(StandardCharsets.US_ASCII));
        Answer tracked = api.post(
                "/v1/track", "{\"event\":\"\",\"userId\":\"only-the-victims\"}", "Authorization", "Basic " + basic);
        assertThat(tracked.status()).as(tracked.text()).isEqualTo(200);
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> api.get("/api/v1/dead-letters", "X-API-Key", victimsKey)
                                .body()
                                .at("/data/0/event_id")
                                .asText(),
                        id -> !id.isEmpty());
    }

    @TestFactory
    Stream<DynamicTest> anotherTenantsUserFindsNothing() {
        return walk("user", stranger.authorization(), operations());
    }

    @TestFactory
    Stream<DynamicTest> anotherTenantsKeyFindsNothing() {
        return walk(
                "key", new String[] {"X-API-Key", strangersKey}, operations().filter(CrossTenantWalkIT::isForKeys));
    }

    @TestFactory
    Stream<DynamicTest> theOtherEnvironmentsKeyFindsNothing() {
        return walk(
                "test key",
                new String[] {"X-API-Key", testKey},
                operations().filter(CrossTenantWalkIT::isForKeys).filter(CrossTenantWalkIT::isOfOneEnvironment));
    }

    /** Another tenant may call somebody the same, so the name is not refused; it shows nothing. */
    @Test
    void aParticipantOfTheSameNameHasAHistoryOfTheirOwn() {
        for (String key : List.of(strangersKey, testKey)) {
            Answer history = api.get("/api/v1/participants/only-the-victims/events", "X-API-Key", key);

            assertThat(history.status()).isEqualTo(200);
            assertThat(history.body().path("data")).isEmpty();
        }
    }

    /** Ids in a body: unknown and foreign ones are refused alike. */
    @Test
    void aForeignTeamInABodyIsRefusedLikeAnUnknownOne() {
        String foreign = ids.get("/api/v1/teams").get("id");

        Answer known = mintFor(foreign);
        Answer unknown = mintFor(NOTHING);

        assertThat(known.status()).isEqualTo(400);
        assertThat(known.body().at("/error/details")).isEqualTo(unknown.body().at("/error/details"));
        assertThat(known.body().at("/error/details/0/path").asText()).isEqualTo("team_ids.0");
    }

    @Test
    void listsHoldOnlyOnesOwn() {
        String everything = Stream.of("/api/v1/api-keys", "/api/v1/teams", "/api/v1/members", "/api/v1/invitations")
                .map(path -> api.get(path, stranger.authorization()).text())
                .reduce("", String::concat);

        assertThat(strangersUser).isNotEmpty();
        assertThat(everything).contains(strangersUser);
        ids.values()
                .forEach(values -> values.values().stream()
                        .filter(id -> !id.equals(NOTHING))
                        .forEach(id -> assertThat(everything).doesNotContain(id)));
    }

    @AfterAll
    void nothingOfTheVictimsHasChanged() {
        assertThat(api.get("/api/v1/api-keys/me", "X-API-Key", victimsKey).status())
                .isEqualTo(200);
        JsonNode team = api.get("/api/v1/teams/" + ids.get("/api/v1/teams").get("id"), victim.authorization())
                .body();
        assertThat(team.path("name").asText()).isEqualTo("Treasury");
        assertThat(api.get("/api/v1/auth/me", victim.authorization()).status()).isEqualTo(200);
    }

    private Stream<DynamicTest> walk(String who, String[] credential, Stream<Operation> operations) {
        return operations.map(operation ->
                DynamicTest.dynamicTest(who + ": " + operation.method() + " " + operation.path(), () -> {
                    String path = operation.at(values(operation));
                    Answer answer = api.call(operation.method(), path, body(operation), credential);
                    assertThat(answer.status()).as(answer.text()).isEqualTo(404);
                    assertThat(answer.code()).isEqualTo("NOT_FOUND");
                }));
    }

    private static Stream<Operation> operations() {
        return Stream.of("auth-service", "ingest-service")
                .flatMap(service -> ApiOperations.of(service).stream())
                .filter(Operation::namesAResource)
                // The call of the tracking API is no id.
                .filter(operation -> !operation.path().equals("/v1/{call}"))
                // A participant is whatever a tenant calls one: see the test below.
                .filter(operation -> !operation.path().startsWith("/api/v1/participants"));
    }

    private Map<String, String> values(Operation operation) {
        return ids.getOrDefault(operation.path().substring(0, operation.path().indexOf("/{")), Map.of());
    }

    /** A body that would do, were the resource one's own. */
    private static String body(Operation operation) {
        return switch (operation.method()) {
            case "PATCH" ->
                operation.path().startsWith("/api/v1/members") ? "{\"role\":\"viewer\"}" : "{\"name\":\"Mine\"}";
            case "POST" -> post(operation.path());
            case "PUT" -> "{}";
            default -> null;
        };
    }

    private static String post(String path) {
        if (path.endsWith("/accept")) {
            return "{\"password\":\"correct horse battery staple\"}";
        }
        return path.endsWith("/replay") ? "{\"event_name\":\"seen\",\"participant_id\":\"a-thief\"}" : "{}";
    }

    /** Members, invitations and all of teams but reading them are for people alone. */
    private static boolean isForKeys(Operation operation) {
        boolean isOfTeams = operation.path().startsWith("/api/v1/teams");
        boolean readsTeams =
                operation.method().equals("GET") && !operation.path().contains("members");
        return (!isOfTeams || readsTeams)
                && Stream.of("/api/v1/auth", "/api/v1/members", "/api/v1/invitations")
                        .noneMatch(operation.path()::startsWith);
    }

    private static boolean isOfOneEnvironment(Operation operation) {
        return !operation.path().startsWith("/api/v1/teams");
    }

    private Answer mintFor(String team) {
        return api.post(
                "/api/v1/api-keys", "{\"name\":\"thief\",\"team_ids\":[\"" + team + "\"]}", stranger.authorization());
    }

    private String created(String path, String body) {
        Answer answer = api.post(path, body, victim.authorization());
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.body().path("id").asText();
    }

    private String me(Owner owner) {
        return api.get("/api/v1/auth/me", owner.authorization())
                .body()
                .path("id")
                .asText();
    }
}
