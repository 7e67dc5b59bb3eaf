package io.breakwater.auth.session;

import static io.breakwater.auth.testing.Service.anyone;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class SessionPurgeComponentTest {

    private final Database database;
    private final SessionPurge purge;

    SessionPurgeComponentTest(Database database, SessionPurge purge) {
        this.database = database;
        this.purge = purge;
    }

    private long sessions(Owner owner) {
        return database.count("SELECT count(*) FROM session WHERE user_id = ?", owner.user());
    }

    private void age(Owner owner, String change) {
        database.update("UPDATE session SET " + change + " WHERE user_id = ?", owner.user());
    }

    @Test
    void whatEndedLongAgoIsDeletedWithItsTokens() {
        Owner ended = Service.register();
        Owner expired = Service.register();
        age(ended, "ended_at = now() - interval '31 days', end_reason = 'logout'");
        age(expired, "idle_expires_at = now() - interval '31 days'");

        purge.purge();

        assertThat(sessions(ended)).isZero();
        assertThat(sessions(expired)).isZero();
        assertThat(database.count("SELECT count(*) FROM refresh_token WHERE sha256 = ?", (Object)
                        RefreshTokens.hash(ended.refreshToken())))
                .isZero();
    }

    @Test
    void aTokenUsedLongAgoIsStillNoticedWhenItIsUsedAgain() {
        Owner owner = Service.register();
        String newest =
                refresh(owner.refreshToken()).then().statusCode(200).extract().path("refresh_token");
        database.update("UPDATE refresh_token SET used_at = now() - interval '31 days' WHERE sha256 = ?", (Object)
                RefreshTokens.hash(owner.refreshToken()));

        purge.purge();

        refresh(owner.refreshToken()).then().statusCode(401);
        refresh(newest).then().statusCode(401);
    }

    private static Response refresh(String token) {
        return anyone().body(Map.of("refresh_token", token)).post("/api/v1/auth/refresh");
    }

    @Test
    void whatLivesOrEndedLatelyStays() {
        Owner living = Service.register();
        Owner ended = Service.register();
        age(ended, "ended_at = now() - interval '29 days', end_reason = 'logout'");

        purge.purge();

        assertThat(sessions(living)).isEqualTo(1);
        assertThat(sessions(ended)).isEqualTo(1);
    }
}
