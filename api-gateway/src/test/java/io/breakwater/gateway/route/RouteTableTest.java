package io.breakwater.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouteTableTest {

    static final Map<String, List<URI>> UPSTREAMS = Map.of(
            "auth-service", List.of(URI.create("http://a:1")),
            "ingest-service", List.of(URI.create("http://i:1")),
            "admin-service", List.of(URI.create("http://m:1")),
            "own", List.of(URI.create("http://o:1")));

    static RouteTable table(@Nullable String operatorYaml) {
        return new RouteTableLoader(UPSTREAMS, Set.of("ip", "key", "ingest-burst"), List.of())
                .load(Routes.builtIn(), operatorYaml);
    }

    private static String matched(RouteTable table, String method, String target) {
        return switch (table.match(method, CanonicalPath.parse(target))) {
            case RouteMatch.Found(Route route, CanonicalPath path) ->
                route.id() + " " + route.forwardedPath(path.path());
            case RouteMatch.WrongMethod(Route route, var allowed) -> "405 " + String.join(",", allowed);
            case RouteMatch.Unknown() -> "404";
        };
    }

    private static Route named(String id) {
        return table(null).routes().stream()
                .filter(route -> route.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void threeBaseUrlsReachOneRouteUnderItsCanonicalPath() {
        RouteTable table = table(null);
        for (String base : List.of("/api/v1", "/api", "/v1")) {
            assertThat(matched(table, "POST", base + "/ingest/events")).isEqualTo("ingest /api/v1/ingest/events");
        }
        assertThat(matched(table, "POST", "/ingest/events")).isEqualTo("404");
        assertThat(matched(table, "POST", "/api/v2/ingest/events")).isEqualTo("404");
    }

    @Test
    void segmentsPathsAreMeantExactlyAndHaveNoOtherSpelling() {
        RouteTable table = table(null);
        for (String name : List.of("track", "identify", "page", "screen", "group", "alias", "batch")) {
            assertThat(matched(table, "POST", "/v1/" + name)).isEqualTo("segment-" + name + " /v1/" + name);
            assertThat(matched(table, "POST", "/v1/" + name + "/more")).isEqualTo("404");
            assertThat(matched(table, "POST", "/api/v1/" + name)).isEqualTo("404");
            assertThat(matched(table, "POST", "/api/" + name)).isEqualTo("404");
        }
        assertThat(matched(table, "GET", "/v1/track")).isEqualTo("405 POST");
    }

    @Test
    void longestPrefixWinsOnSegmentBoundaries() {
        RouteTable table = table(null);
        assertThat(matched(table, "POST", "/api/v1/ingest/events/batch")).startsWith("ingest-batch ");
        assertThat(matched(table, "POST", "/api/v1/ingest/events/batches")).startsWith("ingest ");
        assertThat(matched(table, "POST", "/api/v1/ingestion")).isEqualTo("404");
        assertThat(matched(table, "GET", "/api/v1/api-keys/me/")).startsWith("api-keys-me ");
        assertThat(matched(table, "GET", "/api/v1/api-keys/mein")).startsWith("api-keys ");
        assertThat(matched(table, "GET", "/api/v1/auth/me")).startsWith("auth ");
    }

    @Test
    void methodsOutsideTheListAreNamedWithWhatIsAllowed() {
        RouteTable table = table(null);
        assertThat(matched(table, "GET", "/api/v1/auth/login")).isEqualTo("405 POST");
        assertThat(matched(table, "DELETE", "/api/v1/events")).isEqualTo("405 GET,HEAD");
        assertThat(matched(table, "HEAD", "/api/v1/events")).startsWith("events ");
    }

    @Test
    void apiKeysHaveAnAliasWithTheSameSubroutes() {
        RouteTable table = table(null);
        assertThat(matched(table, "POST", "/v1/events/api-keys")).isEqualTo("api-keys /api/v1/api-keys");
        assertThat(matched(table, "GET", "/api/events/api-keys/me")).isEqualTo("api-keys-me /api/v1/api-keys/me");
        assertThat(matched(table, "GET", "/api/v1/events/api-keys-x")).startsWith("events ");
    }

    @Test
    void operatorsRoutesComeFirstOnThePathAsSent() {
        RouteTable table = table("""
                routes:
                  - {id: billing, prefix: /v1/billing, methods: [GET], upstream: own, credentials: [none], rewrite: /}
                  - {id: report, prefix: /api/v1/ingest/report/mine, methods: [GET], upstream: own, credentials: [key]}
                """);
        assertThat(matched(table, "GET", "/v1/billing/invoices/1")).isEqualTo("billing /invoices/1");
        assertThat(matched(table, "GET", "/v1/billing")).isEqualTo("billing /");
        assertThat(matched(table, "GET", "/api/v1/billing")).isEqualTo("404");
        assertThat(matched(table, "GET", "/api/v1/ingest/report/mine")).startsWith("report ");
        assertThat(matched(table, "GET", "/v1/ingest/report/mine")).startsWith("ingest-report ");
    }

    @Test
    void theBuiltInTableAsksForWhatTheContractSays() {
        assertThat(named("ingest").isKeyOnly()).isTrue();
        assertThat(named("ingest").scope("POST")).isEqualTo("events:write");
        assertThat(named("ingest").bodyLimit()).isEqualTo(1024 * 1024);
        assertThat(named("ingest-batch").bodyLimit()).isEqualTo(4 * 1024 * 1024);
        assertThat(named("events").scope("HEAD")).isEqualTo("events:read");
        assertThat(named("admin").credentials()).containsExactly(CredentialKind.PLATFORM);
        assertThat(named("auth-login").ignoresCredentials()).isTrue();
        assertThat(named("api-keys").scope("GET")).isEqualTo("admin");
        assertThat(named("api-keys-me").scope("GET")).isNull();
        assertThat(table(null).routes()).allMatch(Route::internal);
    }
}
