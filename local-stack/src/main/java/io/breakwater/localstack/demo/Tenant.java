package io.breakwater.localstack.demo;

import java.util.List;
import java.util.Map;

/** The requests with which somebody becomes a tenant with a key: register, sign in, mint. */
final class Tenant {

    private Tenant() {}

    static Request register(String email, String password, String tenantName) {
        return Request.post(
                "/api/v1/auth/register",
                Gateway.json(Members.of("email", email, "password", password, "tenant_name", tenantName)));
    }

    static Request login(String email, String password) {
        return Request.post("/api/v1/auth/login", Gateway.json(Members.of("email", email, "password", password)));
    }

    static Request mintKey(String accessToken, String name) {
        Map<String, Object> key =
                Members.of("name", name, "kind", "secret", "environment", "live", "scopes", List.of("read", "write"));
        return Request.post("/api/v1/api-keys", Gateway.json(key)).withToken(accessToken);
    }
}
