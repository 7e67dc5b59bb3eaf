package io.breakwater.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.response.Response;
import java.util.Map;

/** What the tests of keys have in common. */
final class KeyCalls {

    static final String KEYS = "/api/v1/api-keys";
    static final Map<String, String> NAMED = Map.of("name", "k");

    private KeyCalls() {}

    /** The owner of a new tenant that may have any number of keys. */
    static Owner enterprise() {
        Owner owner = Service.register();
        Service.changeTenant(owner.tenant(), Map.of("plan", "enterprise"));
        return owner;
    }

    static String id(Response minted) {
        return minted.then().statusCode(201).extract().path("id");
    }

    /** Gateways are told, exactly once. */
    static void assertFed(Database database, String type, String id) {
        await().untilAsserted(() -> assertThat(database.count(
                        "SELECT count(*) FROM outbox WHERE stream = 'auth:changes' AND type = ?"
                                + " AND payload->>'id' = ? AND payload->>'kind' = 'key' AND published_at IS NOT NULL",
                        type,
                        id))
                .isEqualTo(1));
    }
}
