package io.breakwater.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteOptionsTest {

    private static String route(String options) {
        return "routes:\n  - {id: mine, prefix: /mine, methods: [GET], upstream: own, credentials: [none], " + options
                + "}\n";
    }

    private static List<String> mistakes(String operatorYaml) {
        return catchThrowableOfType(InvalidRoutesException.class, () -> RouteTableTest.table(operatorYaml))
                .mistakes();
    }

    @Test
    void defaultsAreRecorded() {
        RouteOptions options = TestTables.routeOf(route("timeout: 7s")).options();

        assertThat(options)
                .isEqualTo(new RouteOptions(
                        1, false, Duration.ofSeconds(7), HeaderChanges.NONE, HeaderChanges.NONE, null));
        assertThat(TestTables.routeOf(route("streaming: true")).options().idleTimeout())
                .isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            retries: 6                                              | retries must be 0 to 5
            retries: -1                                             | retries must be 0 to 5
            idle_timeout: never                                     | idle_timeout cannot be read
            idle_timeout: 0s                                        | idle_timeout must be above zero
            request_headers: {add: {Authorization: x}}              | may not change Authorization
            request_headers: {add: {x_tenant_id: x}}                | may not change x_tenant_id
            request_headers: {add: {X-Forwarded-For: x}}            | may not change X-Forwarded-For
            request_headers: {add: {Connection: close}}             | may not change Connection
            request_headers: {remove: [Transfer-Encoding]}          | may not change Transfer-Encoding
            request_headers: {remove: [Cookie]}                     | may not change Cookie
            request_headers: {add: {"X Y": z}}                      | names no header: X Y
            request_headers: {add: {X-A: "a\\r\\nX-B: b"}}          | no proper value for X-A
            request_headers: {add: {X-A: null}}                     | no proper value for X-A
            response_headers: {add: {X-RateLimit-Limit: "1"}}       | may not change X-RateLimit-Limit
            response_headers: {remove: [X-Request-Id]}              | may not change X-Request-Id
            response_headers: {add: {Access-Control-Allow-Origin: x}} | may not change Access-Control-Allow-Origin
            cors: {}                                                | cors needs either origins or by_key
            cors: {by_key: true, origins: ["https://a.example"]}    | cors needs either origins or by_key
            cors: {by_key: true, credentials: true}                 | by_key is without credentials
            carriers: [cookie]                                      | there is no carrier cookie
            exact: true                                             | exact is for built-in routes
            cors: {origins: ["*"], credentials: true}               | needs origins by name
            cors: {origins: ["*", "https://a.example"]}             | takes no other origin
            cors: {origins: ["https://a.example/"]}                 | is not an origin
            cors: {origins: ["null"]}                               | null is not an origin
            cors: {origins: ["https://*.example"]}                  | is not an origin
            cors: {origins: ["https://a.example"], headers: ["*"]}  | is no name
            cors: {origins: ["https://a.example"], max_age: long}   | max_age cannot be read
            """)
    void mistakesAreNamed(String options, String mistake) {
        assertThat(mistakes(route(options))).anySatisfy(said -> assertThat(said).contains(mistake));
    }

    @Test
    void upstreamsOfTheFileAreCheckedToo() {
        assertThat(mistakes("""
                upstreams:
                  own: {addresses: ["http://x:1"]}
                  none: {addresses: []}
                  bad: {addresses: ["ftp://x", "http://u:p@x", "not a url"]}
                  token: {addresses: ["http://x:1"], audience: Breakwater-internal}
                routes:
                  - {id: mine, prefix: /mine, methods: [GET], upstream: none, credentials: [none]}
                """))
                .anySatisfy(said -> assertThat(said).contains("upstream own: the configuration has one"))
                .anySatisfy(said -> assertThat(said).contains("upstream none: addresses is missing"))
                .anySatisfy(said -> assertThat(said).contains("upstream token: audience must be a name or a URI"))
                .anySatisfy(said -> assertThat(said).contains("ftp://x"))
                .anySatisfy(said -> assertThat(said).contains("http://u:p@x"))
                .anySatisfy(said -> assertThat(said).contains("not a url"));
    }

    @Test
    void routesLeadToTheAddressesOfTheFile() {
        Route route = TestTables.routeOf("""
                upstreams:
                  orders: {addresses: ["http://a:1", "https://b/base"], audience: none}
                routes:
                  - {id: mine, prefix: /mine, methods: [GET], upstream: orders, credentials: [key]}
                """);

        assertThat(route.upstream())
                .isEqualTo(new UpstreamSpec(
                        "orders", List.of(URI.create("http://a:1"), URI.create("https://b/base")), null));
        assertThat(route.internal()).isFalse();
    }

    @Test
    void pagesAreAllowedByNameOrAllOfThem() {
        Cors named = Objects.requireNonNull(TestTables.routeOf(route("cors: {origins: [\"https://a.example\"]}"))
                .options()
                .cors());
        Cors all = Objects.requireNonNull(
                TestTables.routeOf(route("cors: {origins: [\"*\"]}")).options().cors());

        assertThat(named.allowed("https://a.example")).isEqualTo("https://a.example");
        assertThat(named.allowed("https://b.example")).isNull();
        assertThat(named.allowed("null")).isNull();
        assertThat(all.allowed("https://b.example")).isEqualTo("*");
    }
}
