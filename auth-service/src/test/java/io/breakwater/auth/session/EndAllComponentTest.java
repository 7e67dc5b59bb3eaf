package io.breakwater.auth.session;

import static io.breakwater.auth.testing.Service.anyone;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.auth.testing.AuditTrail;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.Map;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class EndAllComponentTest {

    private final Database database;
    private final AuditTrail auditTrail;
    private final Sessions sessions;

    EndAllComponentTest(Database database, AuditTrail auditTrail, Sessions sessions) {
        this.database = database;
        this.auditTrail = auditTrail;
        this.sessions = sessions;
    }

    @Test
    void theSessionsOfOneTenantEndAndThoseOfAnotherGoOn() {
        Owner user = Service.register();
        Owner other = Service.register();
        database.update(
                "INSERT INTO membership (tenant_id, user_id, role, created_at) VALUES (?, ?, 'viewer', now())",
                other.tenant(),
                user.user());
        String elsewhere = Service.as(user.accessToken())
                .body(Map.of("tenant_id", other.tenant()))
                .post("/api/v1/auth/switch-tenant")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
        String here = anyone().body(Map.of("email", user.email(), "password", Service.PASSWORD))
                .post("/api/v1/auth/login")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");

        int ended = QuarkusTransaction.requiringNew()
                .call(() -> sessions.endAllOf(user.user(), other.tenant(), "member_removed"));

        assertThat(ended).isEqualTo(1);
        Service.exchange(elsewhere, null).then().statusCode(401);
        Service.exchange(here, null).then().statusCode(200);
        assertThat(auditTrail.about("session.ended", user.user())).isEqualTo(1);
        assertThat(database.count(
                        "SELECT count(*) FROM outbox WHERE stream = 'auth:changes' AND type = 'session.ended'"
                                + " AND tenant_id = ?",
                        other.tenant()))
                .isEqualTo(1);
    }
}
