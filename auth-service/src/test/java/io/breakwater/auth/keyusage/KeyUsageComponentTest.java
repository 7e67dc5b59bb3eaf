package io.breakwater.auth.keyusage;

import static io.breakwater.auth.testing.Service.as;
import static io.breakwater.auth.testing.Service.exchange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class KeyUsageComponentTest {

    private final KeyUsage usage;
    private final Database database;

    KeyUsageComponentTest(KeyUsage usage, Database database) {
        this.usage = usage;
        this.database = database;
    }

    private static void use(Response key, String ip) {
        exchange(Map.of("credential", key.path("key"), "client_ip", ip));
    }

    private static String path(Response key) {
        return "/api/v1/api-keys/" + key.path("id");
    }

    private static UUID id(Response key) {
        return UUID.fromString(key.path("id"));
    }

    @Test
    void whoUsesAKeyIsShownWithTheLatestFirst() {
        Owner owner = Service.register();
        Response key = Service.mint(owner, Map.of("name", "k"));
        as(owner.accessToken())
                .get(path(key))
                .then()
                .body("last_used_at", nullValue())
                .body("used_by", empty());

        use(key, "198.51.100.1");
        use(key, "2001:DB8:0:0::7");
        usage.flush();
        use(key, "198.51.100.1");
        usage.flush();

        as(owner.accessToken())
                .get(path(key))
                .then()
                .body("last_used_at", notNullValue())
                .body("used_by.ip", contains("198.51.100.1", "2001:db8:0:0:0:0:0:7"))
                .body("used_by[0].first_used_at", notNullValue());
        as(owner.accessToken()).get("/api/v1/api-keys").then().body("data[0]", not(hasKey("used_by")));
    }

    @Test
    void whatWasRefusedIsNoUse() {
        Owner owner = Service.register();
        Response key = Service.mint(owner, Map.of("name", "k", "allowed_ips", List.of("192.0.2.0/24")));

        use(key, "198.51.100.1");
        usage.flush();

        as(owner.accessToken()).get(path(key)).then().body("last_used_at", nullValue());
    }

    @Test
    void anAddressThatIsNoneIsNotKept() {
        Owner owner = Service.register();
        Response key = Service.mint(owner, Map.of("name", "k"));

        use(key, "a-host'; DROP TABLE api_key; --");
        usage.flush();

        as(owner.accessToken()).get(path(key)).then().body("used_by", empty()).body("last_used_at", notNullValue());
    }

    @Test
    void fiftyAddressesOfAKeyAreKept() {
        Owner owner = Service.register();
        Response key = Service.mint(owner, Map.of("name", "k"));

        IntStream.range(0, 70).forEach(i -> usage.note(id(key), "198.51.100." + i));
        usage.flush();

        assertThat(database.count("SELECT count(*) FROM api_key_usage WHERE key_id = ?", id(key)))
                .isEqualTo(50);
        as(owner.accessToken()).get(path(key)).then().body("used_by", hasSize(50));
    }

    @Test
    void anAddressIsForgottenThirtyDaysAfterItsLastUse() {
        Response key = Service.mint(Service.register(), Map.of("name", "k"));
        use(key, "198.51.100.1");
        use(key, "198.51.100.2");
        usage.flush();
        database.update(
                "UPDATE api_key_usage SET last_used_at = now() - interval '31 days' WHERE key_id = ? AND ip LIKE '%.1'",
                id(key));

        usage.forget();

        assertThat(usage.recent(id(key))).extracting(UsedBy::ip).containsExactly("198.51.100.2");
    }

    @Test
    void theUseOfAKeyThatIsGoneIsPassedOver() {
        Response key = Service.mint(Service.register(), Map.of("name", "k"));

        usage.note(UUID.randomUUID(), "198.51.100.1");
        use(key, "198.51.100.2");
        usage.flush();

        assertThat(usage.recent(id(key))).hasSize(1);
    }
}
