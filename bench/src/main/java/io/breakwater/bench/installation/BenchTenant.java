package io.breakwater.bench.installation;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A tenant with a key, made through the public API. Its limits are an operator's, raised so far that they refuse nothing, and
 * stay in force: each request and each event is counted against them.
 *
 * @param id of the tenant
 * @param key an API key that writes events
 */
public record BenchTenant(String id, String key) {

    private static final int REQUESTS_PER_MINUTE = 10_000_000;
    private static final long EVENTS_PER_DAY = 1_000_000_000L;

    /** Registers one on the plan {@code enterprise}, which has no quota of writes, with limits of its own that are counted and out of reach. */
    public static BenchTenant create(Installation suite) {
        Api api = new Api();
        URI base = suite.gateway();
        String email = "bench-" + UUID.randomUUID() + "@breakwater.example";
        String password = UUID.randomUUID().toString();
        var registered = api.send(
                "POST",
                base.resolve("/api/v1/auth/register"),
                "",
                Map.of("email", email, "password", password, "tenant_name", "Bench " + Instant.now()));
        String id = registered.at("/tenant/id").asText();
        var administrator = suite.administrator();
        String platform = api.send(
                        "POST",
                        base.resolve("/api/v1/auth/platform/login"),
                        "",
                        Map.of("email", administrator.getKey(), "password", administrator.getValue()))
                .path("access_token")
                .asText();
        Map<String, Object> limits = Map.of(
                "requests_per_minute", REQUESTS_PER_MINUTE,
                "events_per_day", EVENTS_PER_DAY,
                "participants_per_month", EVENTS_PER_DAY);
        api.send(
                "PATCH",
                base.resolve("/api/v1/admin/tenants/" + id),
                "Bearer " + platform,
                Map.of("plan", "enterprise", "limits", limits));
        Map<String, Object> key = Map.of(
                "name",
                "bench",
                "kind",
                "secret",
                "environment",
                "live",
                "scopes",
                List.of("read", "write"),
                "rate_limit",
                REQUESTS_PER_MINUTE);
        String user = registered.path("access_token").asText();
        return new BenchTenant(
                id,
                api.send("POST", base.resolve("/api/v1/api-keys"), "Bearer " + user, key)
                        .path("key")
                        .asText());
    }
}
