package io.breakwater.auth;

import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.People;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.response.Response;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every route of tenants, teams, members and invitations that changes something has its effect once per key. */
@AuthComponentTest
@SuppressWarnings("NullAway.Init")
class IdempotentChangesComponentTest {

    private static final Path DOCUMENT = Path.of("target", "openapi", "openapi.json");
    private static final String API = "/api/v1";
    private static final Set<String> CHANGES = Set.of("post", "put", "patch", "delete");
    private static final Set<String> RESOURCES = Set.of("tenant", "teams", "members", "invitations");

    private final Database database;
    private Owner owner;
    private Map<String, String> ids;

    IdempotentChangesComponentTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void makeATenantOfEverything() {
        owner = Service.register();
        String editor = People.member(database, owner.tenant(), "editor").user().toString();
        String joined = made("/teams", Map.of("name", "joined"));
        ids = Map.of(
                "{team}", made("/teams", Map.of("name", "team")),
                "{joined}", joined,
                "{user}", editor,
                "{email}", Service.anEmail(),
                "{invitation}", made("/invitations", Map.of("email", Service.anEmail(), "role", "viewer")));
        as(owner.accessToken())
                .put(API + "/teams/" + joined + "/members/" + editor)
                .then()
                .statusCode(204);
        database.update("DELETE FROM outbox WHERE tenant_id = ?", owner.tenant());
    }

    private String made(String path, Map<String, ?> body) {
        return as(owner.accessToken())
                .body(body)
                .post(API + path)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> id : ids.entrySet()) {
            filled = filled.replace(id.getKey(), id.getValue());
        }
        return filled;
    }

    private Response call(String method, String path, String body) {
        var request = as(owner.accessToken()).header("Idempotency-Key", "once");
        return (body.equals("-") ? request : request.body(filled(body))).request(method, API + filled(path));
    }

    private long acts(String action) {
        return database.count(
                "SELECT count(*) FROM outbox WHERE stream = 'auth:audit' AND type = ? AND tenant_id = ?",
                action,
                owner.tenant());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PATCH  | /tenant                        | {"name":"Other"}   | 200 | tenant.changed
                    POST   | /teams                         | {"name":"new"}     | 201 | team.created
                    PATCH  | /teams/{team}                  | {"name":"other"}   | 200 | team.changed
                    DELETE | /teams/{team}                  | -                  | 204 | team.deleted
                    PUT    | /teams/{team}/members/{user}   | -                  | 204 | team.member_added
                    DELETE | /teams/{joined}/members/{user} | -                  | 204 | team.member_removed
                    PATCH  | /members/{user}                | {"role":"viewer"}  | 200 | member.role_changed
                    DELETE | /members/{user}                | -                  | 204 | member.removed
                    POST   | /invitations                   | {"email":"{email}","role":"viewer"} | 201 | invitation.created
                    DELETE | /invitations/{invitation}      | -                  | 204 | invitation.revoked
                    """)
    void aRepetitionIsAnsweredAlikeAndHasNoEffect(String method, String path, String body, int status, String action) {
        Response first = call(method, path, body);
        first.then().statusCode(status).header("Idempotency-Replayed", nullValue());

        Response second = call(method, path, body);

        second.then().statusCode(status).header("Idempotency-Replayed", "true");
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(acts(action)).isEqualTo(1);
    }

    @Test
    void theDocumentOffersTheKeyForWhateverChangesButForAcceptance() throws Exception {
        Set<String> with = new TreeSet<>();
        Set<String> without = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path :
                new ObjectMapper().readTree(DOCUMENT.toFile()).path("paths").properties()) {
            if (!RESOURCES.contains(path.getKey().split("/")[3])) {
                continue;
            }
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (CHANGES.contains(operation.getKey())) {
                    boolean offered = operation.getValue().path("parameters").findValuesAsText("name").stream()
                            .anyMatch("Idempotency-Key"::equals);
                    (offered ? with : without).add(operation.getKey() + " " + path.getKey());
                }
            }
        }

        assertThat(with).hasSize(10);
        assertThat(without).containsExactly("post /api/v1/invitations/{token}/accept");
    }
}
