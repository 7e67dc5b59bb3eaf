package io.breakwater.auth.keynotice;

import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class ExpiryNoticesComponentTest {

    private final ExpiryNotices notices;
    private final Database database;

    ExpiryNoticesComponentTest(ExpiryNotices notices, Database database) {
        this.notices = notices;
        this.database = database;
    }

    private static UUID aKey(Owner owner) {
        return UUID.fromString(Service.mint(owner, Map.of("name", "k")).path("id"));
    }

    private void expiresIn(UUID key, String interval) {
        database.update("UPDATE api_key SET expires_at = now() + ?::interval WHERE id = ?", interval, key);
    }

    private long given(UUID key, int days) {
        return database.count(
                "SELECT count(*) FROM outbox WHERE stream = 'auth:notices' AND type = 'key.expiring'"
                        + " AND payload->>'key_id' = ? AND payload->>'name' = 'k' AND payload->>'days' = ?",
                key.toString(),
                Integer.toString(days));
    }

    @Test
    void noticeIsGivenSevenDaysAndOneDayBeforeOnceEach() {
        UUID key = aKey(Service.register());

        expiresIn(key, "8 days");
        notices.giveNotice();
        assertThat(given(key, 7)).isZero();

        expiresIn(key, "6 days");
        notices.giveNotice();
        notices.giveNotice();
        assertThat(given(key, 7)).isEqualTo(1);
        assertThat(given(key, 1)).isZero();

        expiresIn(key, "20 hours");
        notices.giveNotice();
        notices.giveNotice();
        assertThat(given(key, 7)).isEqualTo(1);
        assertThat(given(key, 1)).isEqualTo(1);
    }

    @Test
    void instancesThatLookAtTheSameTimeGiveItOnce() {
        UUID key = aKey(Service.register());
        expiresIn(key, "6 days");

        try (ExecutorService instances = Executors.newFixedThreadPool(8)) {
            Stream.generate(() -> 0).limit(8).forEach(i -> instances.execute(notices::giveNotice));
        }

        assertThat(given(key, 7)).isEqualTo(1);
    }

    @Test
    void aChangedExpiryBeginsAnew() {
        Owner owner = Service.register();
        UUID key = aKey(owner);
        expiresIn(key, "6 days");
        notices.giveNotice();

        as(owner.accessToken())
                .body("{\"expires_at\":\"2099-01-01T00:00:00Z\"}")
                .patch("/api/v1/api-keys/" + key)
                .then()
                .statusCode(200);
        expiresIn(key, "5 days");
        notices.giveNotice();

        assertThat(given(key, 7)).isEqualTo(2);
    }

    @Test
    void keysThatWereRevokedOrReplacedGetNone() {
        Owner owner = Service.register();
        UUID revoked = aKey(owner);
        UUID replaced = aKey(owner);
        expiresIn(revoked, "6 days");
        expiresIn(replaced, "6 days");
        as(owner.accessToken()).delete("/api/v1/api-keys/" + revoked).then().statusCode(204);
        as(owner.accessToken())
                .body(Map.of("grace_seconds", 604_800))
                .post("/api/v1/api-keys/" + replaced + "/rotate")
                .then()
                .statusCode(201);

        notices.giveNotice();

        assertThat(given(revoked, 7)).isZero();
        assertThat(given(replaced, 7)).isZero();
    }
}
