package io.breakwater.auth.exchange;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static io.breakwater.auth.testing.Service.management;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the gateway is told of a key or user that has not called. */
@AuthComponentTest
class DescribeComponentTest {

    private static final String DESCRIBE = "/internal/credentials/describe";

    private static ValidatableResponse describe(Map<String, ?> request) {
        return anyone().header("Authorization", Service.gatewayAssertion())
                .body(request)
                .post(management(DESCRIBE))
                .then();
    }

    private static String keyOf(Owner owner) {
        Response minted = Service.mint(owner, Map.of("name", "k", "rate_limit", 70));
        minted.then().statusCode(201);
        return minted.path("id");
    }

    @Nested
    class Status200 {

        @Test
        void aKeyIsDescribedWithItsLimitsAndWithoutAToken() {
            Owner owner = Service.register();
            describe(Map.of("tenant_id", owner.tenant(), "key_id", keyOf(owner)))
                    .statusCode(200)
                    .body("token", equalTo(""))
                    .body("subject.kind", equalTo("key"))
                    .body("limits.key", equalTo(70))
                    .body("limits.tenant", equalTo(200))
                    .body("quotas.writes_month", equalTo(10_000))
                    .body("plan", equalTo("starter"));
        }

        @Test
        void aUserIsDescribedInTheEnvironmentThatIsAsked() {
            Owner owner = Service.register();
            String user = owner.user().toString();
            describe(Map.of("tenant_id", owner.tenant(), "user_id", user, "environment", "test"))
                    .statusCode(200)
                    .body("subject.id", equalTo(user))
                    .body("environment", equalTo("test"))
                    .body("roles", hasItem("owner"));
        }
    }

    @Nested
    class Status400 {

        @Test
        void whenNobodyOrTwoAreNamed() {
            UUID id = UUID.randomUUID();
            describe(Map.of("key_id", id)).statusCode(400);
            describe(Map.of("tenant_id", id)).statusCode(400);
            describe(Map.of("tenant_id", id, "key_id", id, "user_id", id)).statusCode(400);
        }
    }

    @Nested
    class Status403 {

        @Test
        void forWhoeverIsNotTheGateway() {
            anyone().header("Authorization", Service.adminAssertion())
                    .body(Map.of("tenant_id", UUID.randomUUID()))
                    .post(management(DESCRIBE))
                    .then()
                    .statusCode(403);
        }
    }

    @Nested
    class Status401 {

        @Test
        void aRevokedKeySaysSo() {
            Owner owner = Service.register();
            String id = keyOf(owner);
            as(owner.accessToken()).delete("/api/v1/api-keys/" + id).then().statusCode(204);
            describe(Map.of("tenant_id", owner.tenant(), "key_id", id))
                    .statusCode(401)
                    .body("error.code", equalTo("REVOKED_API_KEY"));
        }
    }

    @Nested
    class Status404 {

        @Test
        void forAKeyOrUserOfAnotherTenant() {
            Owner owner = Service.register();
            Owner other = Service.register();
            String user = other.user().toString();
            describe(Map.of("tenant_id", owner.tenant(), "key_id", keyOf(other)))
                    .statusCode(404);
            describe(Map.of("tenant_id", owner.tenant(), "user_id", user)).statusCode(404);
        }
    }
}
