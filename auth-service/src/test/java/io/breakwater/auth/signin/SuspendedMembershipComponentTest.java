package io.breakwater.auth.signin;

import static io.breakwater.auth.testing.Service.anyone;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.People;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class SuspendedMembershipComponentTest {

    private final Database database;

    SuspendedMembershipComponentTest(Database database) {
        this.database = database;
    }

    private static Response login(String email) {
        return anyone().body(Map.of("email", email, "password", Service.PASSWORD))
                .post("/api/v1/auth/login");
    }

    @Test
    void whoseOldestTenantIsSuspendedSignsInToTheNext() {
        Owner user = Service.register();
        UUID next = Service.register().tenant();
        People.join(database, next, user.user(), "viewer");
        login(user.email()).then().body("tenant.id", equalTo(user.tenant().toString()));

        Service.changeTenant(user.tenant(), Map.of("status", "suspended"));

        login(user.email()).then().statusCode(200).body("tenant.id", equalTo(next.toString()));
    }

    @Test
    void whoHasOnlyASuspendedTenantIsStillToldSo() {
        UUID tenant = Service.register().tenant();
        String viewer = People.member(database, tenant, "viewer").email();

        Service.changeTenant(tenant, Map.of("status", "suspended"));

        login(viewer).then().statusCode(403).body("error.code", equalTo("TENANT_SUSPENDED"));
    }
}
