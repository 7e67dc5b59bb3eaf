package io.breakwater.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.system.scenario.Api;
import io.breakwater.system.scenario.Api.Answer;
import io.breakwater.system.scenario.Stories;
import io.breakwater.system.scenario.Stories.Owner;
import io.breakwater.system.scenario.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Every policy that is built in is hit, and whoever waits exactly as long as it says passes. The windows of a minute are
 * three seconds here; limits and all else are as they are delivered.
 */
class RetryAfterIT {

    private static final List<String> POLICIES = List.of(
            "ip",
            "auth",
            "auth-refresh",
            "sdk",
            "key",
            "tenant",
            "tenant-public",
            "admin-read",
            "admin-write",
            "admin-critical");
    private static final int AT_ONCE = 24;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Suite suite = Suite.running();
    private final Stories stories = new Stories(suite.api());

    private static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        POLICIES.forEach(policy -> settings.put("breakwater.limits.policies." + policy + ".window", "3s"));
        // Time enough to send some hundred requests, however busy the machine is.
        settings.put("breakwater.limits.policies.sdk.window", "6s");
        settings.put("breakwater.limits.policies.key.window", "6s");
        // As they are delivered; the other processes of these tests have others.
        settings.put("breakwater.limits.policies.ip.limit", "100");
        settings.put("breakwater.limits.policies.tenant.dry-run", "false");
        return settings;
    }

    private static String routes(OwnService service) {
        return service.routes() + """
                  - {id: own-sdk, prefix: /own/quick/public, methods: [GET], upstream: own, credentials: [key], policies: [tenant-public]}
                """;
    }

    /** One way to meet a policy. */
    private record Meeting(String policy, String method, String path, Map<String, String> headers) {

        Answer meet(Api api) {
            List<String> all = new ArrayList<>();
            headers.forEach((name, value) -> all.addAll(List.of(name, value)));
            return api.call(method, path, method.equals("GET") ? null : "{}", all.toArray(String[]::new));
        }

        /** Whether this policy refused it, alone or with others. */
        boolean isRefusal(Answer answer) {
            return answer.status() == 429 && answer.header("RateLimit").contains("\"" + policy + "\";r=0");
        }
    }

    @Test
    void whoWaitsAsLongAsToldPassesAtEveryPolicy() {
        try (OwnService service = new OwnService();
                GatewayProcess gateway = GatewayProcess.start(suite, "retry-after", routes(service), settings());
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Api api = new Api(gateway.url());
            List<CompletableFuture<Void>> groups = meetings().stream()
                    .map(group -> CompletableFuture.runAsync(
                            () -> group.forEach(meeting -> meetAndWait(api, meeting, clients)), clients))
                    .toList();
            groups.forEach(CompletableFuture::join);
        }
    }

    private static void meetAndWait(Api api, Meeting meeting, ExecutorService clients) {
        Answer refused = untilRefused(api, meeting, clients);
        long told = System.nanoTime();
        Duration wait = Duration.ofSeconds(Long.parseLong(refused.header("Retry-After")));
        assertThat(wait).as(meeting.policy()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(13));
        LockSupport.parkNanos(wait.toNanos() - (System.nanoTime() - told));
        assertThat(meeting.meet(api).status())
                .as("%s after %s", meeting.policy(), wait)
                .isNotIn(429, 503);
    }

    /** In groups that have nothing to do with one another. */
    private List<List<Meeting>> meetings() {
        Owner owner = stories.newTenant();
        Map<String, String> key = Map.of(
                "X-API-Key", stories.mint(owner, "live").body().path("key").asText());
        Map<String, String> demo =
                Map.of("X-API-Key", suite.stack().at("/demo/api_key").asText());
        Map<String, String> administrator =
                Map.of("Authorization", stories.newAdministratorsAuthorization(suite.stack()));
        return List.of(
                List.of(new Meeting("ip", "GET", "/api/v1/events", Map.of("X-Forwarded-For", "198.51.100.1"))),
                List.of(new Meeting("auth", "POST", "/api/v1/auth/login", Map.of("X-Forwarded-For", "198.51.100.2"))),
                List.of(new Meeting(
                        "auth-refresh", "POST", "/api/v1/auth/refresh", Map.of("X-Forwarded-For", "198.51.100.3"))),
                List.of(new Meeting("tenant", "GET", "/own/quick", key)),
                List.of(
                        new Meeting("tenant-public", "GET", "/own/quick/public", demo),
                        new Meeting("ingest-burst", "GET", "/api/v1/ingest/report", demo),
                        new Meeting("sdk", "GET", "/api/v1/sdk/config", demo),
                        new Meeting("key", "GET", "/own/quick", demo)),
                List.of(
                        new Meeting("admin-critical", "POST", "/api/v1/admin/erasures", administrator),
                        new Meeting("admin-read", "GET", "/api/v1/admin/tenants", administrator),
                        new Meeting("admin-write", "POST", "/api/v1/admin/nothing", administrator)));
    }

    /** A policy beside it may refuse some first: what those say of themselves is not what is looked for. */
    private static Answer untilRefused(Api api, Meeting meeting, ExecutorService clients) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                answers.add(CompletableFuture.supplyAsync(() -> meeting.meet(api), clients));
            }
            if (answers.stream().map(CompletableFuture::join).anyMatch(meeting::isRefusal)) {
                Answer last = meeting.meet(api);
                if (meeting.isRefusal(last)) {
                    return last;
                }
            }
        }
        throw new AssertionError(meeting.policy() + " refuses nothing");
    }
}
