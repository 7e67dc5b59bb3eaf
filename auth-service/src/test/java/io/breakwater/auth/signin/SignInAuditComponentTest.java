package io.breakwater.auth.signin;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.auth.testing.AuditTrail;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import java.util.Map;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class SignInAuditComponentTest {

    private static final String LOGIN = "/api/v1/auth/login";

    private final Database database;
    private final AuditTrail auditTrail;

    SignInAuditComponentTest(Database database, AuditTrail auditTrail) {
        this.database = database;
        this.auditTrail = auditTrail;
    }

    private static Map<String, String> credentials(String email, String password) {
        return Map.of("email", email, "password", password);
    }

    @Test
    void registeringLoggingInFailingAndLoggingOutAreRecorded() {
        Owner owner = Service.register();
        anyone().body(credentials(owner.email(), "not the password"))
                .post(LOGIN)
                .then()
                .statusCode(401);
        String token = anyone().body(credentials(owner.email(), Service.PASSWORD))
                .post(LOGIN)
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
        as(token).post("/api/v1/auth/logout").then().statusCode(204);
        as(owner.accessToken()).post("/api/v1/auth/logout").then().statusCode(204);

        assertThat(auditTrail.about("user.registered", owner.user())).isEqualTo(1);
        assertThat(auditTrail.about("user.login_failed", owner.user())).isEqualTo(1);
        assertThat(auditTrail.about("user.logged_in", owner.user())).isEqualTo(1);
        assertThat(auditTrail.about("user.logged_out", owner.user())).isEqualTo(2);
    }

    @Test
    void noPasswordNorTokenIsInTheTrail() {
        Owner owner = Service.register();
        String wrong = "a wrong password " + owner.user();
        anyone().body(credentials(owner.email(), wrong)).post(LOGIN).then().statusCode(401);

        assertThat(database.count(
                        "SELECT count(*) FROM outbox o WHERE stream = 'auth:audit'"
                                + " AND (o::text LIKE '%a wrong password%' OR o::text LIKE '%' || ? || '%')",
                        owner.refreshToken()))
                .isZero();
    }

    @Test
    void anUnknownAddressIsNotKept() {
        String unknown = Service.anEmail();
        anyone().body(credentials(unknown, Service.PASSWORD)).post(LOGIN).then().statusCode(401);

        assertThat(database.count("SELECT count(*) FROM outbox o WHERE o::text LIKE '%' || ? || '%'", unknown))
                .isZero();
    }
}
