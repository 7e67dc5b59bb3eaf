package io.breakwater.auth;

import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.auth.sql.Sql;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Walks every route of the OpenAPI document that has an id in its path, with the ids of another tenant. */
@AuthComponentTest
class CrossTenantWalkComponentTest {

    private static final Path DOCUMENT = Path.of("target", "openapi", "openapi.json");
    private static final Pattern PARAMETER = Pattern.compile("([a-z-]+)/\\{[a-z_]+}");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    /** What follows these is no id of a tenant's but a secret that was mailed. */
    private static final Set<String> SECRETS = Set.of("/api/v1/invitations/{token}/accept");
    /** Fits every request that is not of a resource's own, so that nothing is refused before the id is looked at. */
    private static final Map<String, Object> BODY = Map.of("name", "n", "role", "viewer", "grace_seconds", 0);

    private final Sql sql;

    CrossTenantWalkComponentTest(Sql sql) {
        this.sql = sql;
    }

    /** One route with another tenant's ids. */
    private record Step(String method, String path) {}

    @Test
    void anothersIdsAreNotThere() throws Exception {
        Owner caller = Service.register();
        List<Step> steps = steps(resourcesOf(Service.register()));

        List<String> answers = new ArrayList<>();
        for (Step step : steps) {
            int status = as(caller.accessToken())
                    .body(BODY)
                    .request(step.method().toUpperCase(Locale.ROOT), step.path())
                    .statusCode();
            answers.add(step.method() + " " + step.path() + " " + status);
        }

        assertThat(steps).hasSizeGreaterThan(10);
        assertThat(answers).allMatch(answer -> answer.endsWith(" 404"));
    }

    @Test
    void anothersIdsAreNotThereForAKeyOfEveryScope() throws Exception {
        String key = Service.mintedKey(Service.register(), Map.of("name", "k", "scopes", List.of("full_access")));

        List<String> forKeys = new ArrayList<>();
        List<String> forUsers = new ArrayList<>();
        for (Step step : steps(resourcesOf(Service.register()))) {
            int status = as(key).body(BODY)
                    .request(step.method().toUpperCase(Locale.ROOT), step.path())
                    .statusCode();
            (isForKeys(step) ? forKeys : forUsers).add(step.method() + " " + step.path() + " " + status);
        }

        assertThat(forKeys).hasSizeGreaterThan(3).allMatch(answer -> answer.endsWith(" 404"));
        // What is for users only is refused whatever the id.
        assertThat(forUsers).allMatch(answer -> answer.endsWith(" 403"));
    }

    private static boolean isForKeys(Step step) {
        return step.path().contains("/api-keys/")
                || (step.method().equals("get") && step.path().matches(".*/teams/[^/]+"));
    }

    /** What a tenant has, by the path segment that its id stands behind. */
    private Map<String, String> resourcesOf(Owner owner) {
        return Map.of(
                "api-keys",
                Service.mint(owner, Map.of("name", "k"))
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id"),
                "teams",
                as(owner.accessToken())
                        .body(Map.of("name", "t"))
                        .post("/api/v1/teams")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id"),
                "invitations",
                as(owner.accessToken())
                        .body(Map.of("email", Service.anEmail(), "role", "viewer"))
                        .post("/api/v1/invitations")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id"),
                "members",
                owner.user().toString(),
                "sessions",
                sql.one(
                                "SELECT id FROM session WHERE tenant_id = ? AND user_id = ?",
                                row -> row.uuid("id"),
                                owner.tenant(),
                                owner.user())
                        .map(UUID::toString)
                        .orElseThrow());
    }

    /** A route that names something unknown here fails the test: it is to be added. */
    private static List<Step> steps(Map<String, String> resources) throws Exception {
        List<Step> steps = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path :
                new ObjectMapper().readTree(DOCUMENT.toFile()).path("paths").properties()) {
            if (!path.getKey().contains("{") || SECRETS.contains(path.getKey())) {
                continue;
            }
            String filled = PARAMETER.matcher(path.getKey()).replaceAll(found -> filled(found, resources));
            assertThat(filled).doesNotContain("{");
            path.getValue().fieldNames().forEachRemaining(method -> {
                if (METHODS.contains(method)) {
                    steps.add(new Step(method, filled));
                }
            });
        }
        return steps;
    }

    private static String filled(MatchResult found, Map<String, String> resources) {
        assertThat(resources).as("another tenant's resources").containsKey(found.group(1));
        return Matcher.quoteReplacement(found.group(1) + "/" + resources.get(found.group(1)));
    }
}
