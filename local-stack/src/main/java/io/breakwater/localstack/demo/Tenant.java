package io.breakwater.localstack.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** The requests with which somebody becomes a tenant with a key: register, sign in, mint. */
final class Tenant {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Tenant() {}

    static Request register(String email, String password, String tenantName) {
        var body =
                JSON.objectNode().put("email", email).put("password", password).put("tenant_name", tenantName);
        return Request.post("/api/v1/auth/register", body.toString());
    }

    static Request login(String email, String password) {
        return login("/api/v1/auth/login", email, password);
    }

    /** In the realm of the platform's administrators. */
    static Request platformLogin(String email, String password) {
        return login("/api/v1/auth/platform/login", email, password);
    }

    static Request mintKey(String accessToken, String name) {
        var body = JSON.objectNode().put("name", name).put("kind", "secret").put("environment", "live");
        body.putArray("scopes").add("read").add("write");
        return Request.post("/api/v1/api-keys", body.toString()).withToken(accessToken);
    }

    private static Request login(String path, String email, String password) {
        var body = JSON.objectNode().put("email", email).put("password", password);
        return Request.post(path, body.toString());
    }
}
