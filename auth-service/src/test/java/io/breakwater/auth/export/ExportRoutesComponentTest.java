package io.breakwater.auth.export;

import static io.breakwater.auth.testing.Internal.admin;
import static io.breakwater.auth.testing.Internal.url;
import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.People;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class ExportRoutesComponentTest {

    private final Database database;
    private final ObjectMapper json = new ObjectMapper();

    ExportRoutesComponentTest(Database database) {
        this.database = database;
    }

    private List<JsonNode> export(UUID tenant) {
        return admin().body(Map.of("tenant_id", tenant))
                .post(url("exports"))
                .then()
                .statusCode(200)
                .contentType("application/x-ndjson")
                .extract()
                .asString()
                .lines()
                .map(this::read)
                .toList();
    }

    private JsonNode read(String line) {
        try {
            return json.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }

    @Nested
    class Status200 {

        @Test
        void allOfATenantIsToldWithoutSecrets() {
            Owner owner = Service.register();
            People.member(database, owner.tenant(), "viewer");
            String key = as(owner.accessToken())
                    .body(Map.of("name", "exported", "scopes", List.of("read")))
                    .post("/api/v1/api-keys")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("key");

            List<JsonNode> lines = export(owner.tenant());

            JsonNode counts = lines.getLast().path("counts");
            assertThat(lines.getLast().path("kind").asText()).isEqualTo("end");
            assertThat(counts.path("tenant").asInt()).isEqualTo(1);
            assertThat(counts.path("user").asInt()).isEqualTo(2);
            assertThat(counts.path("membership").asInt()).isEqualTo(2);
            assertThat(counts.path("api_key").asInt()).isEqualTo(1);
            assertThat(counts.path("session").asInt()).isPositive();
            assertThat(counts.path("team").asInt()).isZero();
            assertThat(lines).hasSize(1 + sum(counts));
            assertThat(lines.toString())
                    .contains(owner.email())
                    .contains("exported")
                    .doesNotContain(key)
                    .doesNotContain("sha256")
                    .doesNotContain("password");
        }

        @Test
        void ofManyRowsNoneIsMissing() {
            Owner owner = Service.register();
            database.update(
                    "INSERT INTO team (id, tenant_id, name, created_at, updated_at)"
                            + " SELECT gen_random_uuid(), ?, 'team ' || n, now(), now() FROM generate_series(1, 1203) n",
                    owner.tenant());

            assertThat(export(owner.tenant())
                            .getLast()
                            .path("counts")
                            .path("team")
                            .asInt())
                    .isEqualTo(1203);
        }

        @Test
        void anotherTenantsRowsAreNotTold() {
            Owner other = Service.register();

            assertThat(export(Service.register().tenant()).toString()).doesNotContain(other.email());
        }

        @Test
        void ofAnUnknownTenantThereIsNothing() {
            assertThat(export(UUID.randomUUID())).hasSize(1);
        }
    }

    private static int sum(JsonNode counts) {
        int sum = 0;
        for (JsonNode count : counts) {
            sum += count.asInt();
        }
        return sum;
    }

    @Nested
    class Status400 {

        @Test
        void anExportNeedsATenantAndKnowsNoParticipants() {
            admin().body("{}")
                    .post(url("exports"))
                    .then()
                    .statusCode(400)
                    .body("error.details[0].path", equalTo("tenant_id"));
            admin().body(Map.of("tenant_id", UUID.randomUUID(), "participant_id", "anna"))
                    .post(url("exports"))
                    .then()
                    .statusCode(400);
        }
    }

    @Nested
    class Status403 {

        @Test
        void theGatewayMayNot() {
            anyone().header("Authorization", Service.gatewayAssertion())
                    .body(Map.of("tenant_id", UUID.randomUUID()))
                    .post(url("exports"))
                    .then()
                    .statusCode(403);
        }
    }
}
