package io.breakwater.auth.erasure;

import static io.breakwater.auth.testing.Internal.admin;
import static io.breakwater.auth.testing.Internal.url;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.auth.session.Sessions;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.auth.user.Account;
import io.breakwater.auth.user.Users;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.Response;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Erasures meet what else goes on. */
@AuthComponentTest
class ErasureRaceComponentTest {

    private static final String WAITING = """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%app_user%FOR UPDATE%'
            """;

    private final Database database;
    private final Users users;
    private final Sessions sessions;

    ErasureRaceComponentTest(Database database, Users users, Sessions sessions) {
        this.database = database;
        this.users = users;
        this.sessions = sessions;
    }

    @Test
    void aLoginUnderWayEndsBeforeItsTenantIsErased() throws Exception {
        Owner owner = Service.register();
        Account account = users.account(owner.user()).orElseThrow();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Response> erasure = QuarkusTransaction.requiringNew().call(() -> {
                assertThat(users.isUnchanged(account)).isTrue();
                Future<Response> begun = threads.submit(() -> admin().post(url("erasures/tenants", owner.tenant())));
                await().until(() -> database.count(WAITING) > 0);
                sessions.startTenantSession(owner.user(), owner.tenant(), false);
                return begun;
            });

            erasure.get()
                    .then()
                    .statusCode(200)
                    .body("counts.tenants", equalTo(1))
                    .body("counts.sessions", equalTo(2));
        }
        assertThat(database.count("SELECT count(*) FROM session WHERE user_id = ?", owner.user()))
                .isZero();
    }

    @Test
    void rememberedAnswersForgetWhoIsErasedAndStillHaveNoSecondEffect() {
        Owner owner = Service.register();
        Owner guest = Service.register();
        invite(owner, guest).then().statusCode(201);

        admin().post(url("erasures/users", guest.user())).then().statusCode(200);

        assertThat(database.count("SELECT count(*) FROM idempotency WHERE body LIKE '%' || ? || '%'", guest.email()))
                .isZero();
        invite(owner, guest)
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .body(emptyString());
    }

    private static Response invite(Owner owner, Owner guest) {
        return as(owner.accessToken())
                .header("Idempotency-Key", "once")
                .body(Map.of("email", guest.email(), "role", "viewer"))
                .post("/api/v1/invitations");
    }
}
