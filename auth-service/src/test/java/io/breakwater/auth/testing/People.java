package io.breakwater.auth.testing;

import static io.breakwater.auth.testing.Service.anyone;

import io.breakwater.auth.testing.Service.Owner;
import java.util.Map;
import java.util.UUID;

/** Makes the people of a tenant. */
public final class People {

    private People() {}

    /** Someone who is signed in to a tenant, in no other, and has its role. */
    public record Person(String email, String accessToken, String refreshToken, UUID user) {}

    /** Registers someone new and makes them a member of nothing but the tenant. */
    public static Person member(Database database, UUID tenant, String role) {
        Owner registered = Service.register();
        database.update("DELETE FROM membership WHERE user_id = ?", registered.user());
        join(database, tenant, registered.user(), role);
        return login(registered.email());
    }

    /** Makes someone a member of a further tenant. */
    public static void join(Database database, UUID tenant, UUID user, String role) {
        database.update(
                "INSERT INTO membership (tenant_id, user_id, role, created_at) VALUES (?, ?, ?, now())",
                tenant,
                user,
                role);
    }

    /** Signs someone in anew, to their oldest membership. */
    public static Person login(String email) {
        var answer = anyone().body(Map.of("email", email, "password", Service.PASSWORD))
                .post("/api/v1/auth/login");
        answer.then().statusCode(200);
        return new Person(
                email,
                Service.text(answer, "/access_token"),
                Service.text(answer, "/refresh_token"),
                UUID.fromString(Service.text(answer, "/user/id")));
    }
}
