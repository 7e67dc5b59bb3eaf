package io.breakwater.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteTableLoaderTest {

    private static List<String> mistakes(String operatorYaml) {
        return catchThrowableOfType(InvalidRoutesException.class, () -> RouteTableTest.table(operatorYaml))
                .mistakes();
    }

    @Test
    void everyMistakeIsNamedAtOnce() {
        List<String> mistakes = mistakes("""
                routes:
                  - {id: a, prefix: /x, methods: [GET, BREW], upstream: nowhere, credentials: [key, cookie]}
                  - {id: a, prefix: /x, methods: [], upstream: own, credentials: [none], error_profile: fancy}
                  - {id: b, prefix: x/, methods: [GET], upstream: own, credentials: [], timeout: soon, body_limit: much}
                  - {id: c, prefix: /c, methods: [GET], upstream: own, credentials: [user, platform], policies: [speed]}
                  - {id: d, prefix: /d/../e, methods: [GET], upstream: own, credentials: [key], scopes: {GET: Everything}}
                  - {id: f, prefix: /f, methods: [GET], upstream: own, credentials: [key], billing: always, refresh_cookie: true}
                  - {id: g, prefix: /g, methods: [GET], upstream: own, credentials: [key], carriers: [basic, cookie]}
                  - {prefix: /e, methods: [GET], upstream: own, credentials: [key], timeout: 0s}
                """);

        assertThat(mistakes)
                .anySatisfy(mistake -> assertThat(mistake).contains("no method BREW"))
                .anySatisfy(mistake -> assertThat(mistake).contains("no upstream nowhere"))
                .anySatisfy(mistake -> assertThat(mistake).contains("no credential kind cookie"))
                .anySatisfy(mistake -> assertThat(mistake).contains("id is used twice"))
                .anySatisfy(mistake -> assertThat(mistake).contains("prefix /x is also that of a"))
                .anySatisfy(mistake -> assertThat(mistake).contains("methods is missing"))
                .anySatisfy(mistake -> assertThat(mistake).contains("no error profile fancy"))
                .anySatisfy(mistake -> assertThat(mistake).contains("prefix is malformed: x/"))
                .anySatisfy(mistake -> assertThat(mistake).contains("credentials is missing"))
                .anySatisfy(mistake -> assertThat(mistake).contains("timeout cannot be read: soon"))
                .anySatisfy(mistake -> assertThat(mistake).contains("body_limit cannot be read: much"))
                .anySatisfy(mistake -> assertThat(mistake).contains("platform cannot be mixed"))
                .anySatisfy(mistake -> assertThat(mistake).contains("no policy speed"))
                .anySatisfy(mistake -> assertThat(mistake).contains("billing can only be write"))
                .anySatisfy(mistake -> assertThat(mistake).contains("refresh_cookie is for built-in routes"))
                .anySatisfy(mistake -> assertThat(mistake).contains("there is no carrier cookie"))
                .anySatisfy(mistake -> assertThat(mistake).contains("Everything is not a scope"))
                .anySatisfy(mistake -> assertThat(mistake).contains("prefix is malformed: /d/../e"))
                .anySatisfy(mistake -> assertThat(mistake).contains("route 8: id is missing"))
                .anySatisfy(mistake -> assertThat(mistake).contains("timeout must be above zero"));
    }

    @Test
    void operatorsCannotHideBuiltInRoutesOrTakeTheirIds() {
        List<String> mistakes = mistakes("""
                routes:
                  - {id: all, prefix: /api, methods: [GET], upstream: own, credentials: [none]}
                  - {id: admin, prefix: /v1/admin, methods: [GET], upstream: own, credentials: [none]}
                """);

        assertThat(mistakes)
                .anySatisfy(mistake -> assertThat(mistake).contains("/api would hide the built-in /api/v1/admin"))
                .anySatisfy(mistake -> assertThat(mistake).contains("/v1/admin would hide the built-in /v1/admin"))
                .anySatisfy(mistake -> assertThat(mistake).contains("the id is that of a built-in route"));
    }

    @Test
    void yamlThatIsNoRoutesFileIsAMistakeWithItsLine() {
        assertThat(mistakes("routes: [}")).singleElement().asString().contains("line");
        assertThat(mistakes("routs: []")).singleElement().asString().contains("routs");
        assertThat(mistakes("routes:\n  - {id: a, colour: red}"))
                .singleElement()
                .asString()
                .contains("colour");
        assertThat(mistakes("aliases: {/a: /b}")).singleElement().asString().contains("use rewrite");
    }

    @Test
    void aFieldThatStandsTwiceIsAMistake() {
        assertThat(mistakes("""
                routes:
                  - {id: a, prefix: /x, methods: [GET], methods: [POST], upstream: own, credentials: [none]}
                """)).singleElement().asString().contains("not a routes file");
    }

    @Test
    void upstreamsMayNotBeManagementPortsOrNonsense() {
        Map<String, List<URI>> upstreams = Map.of(
                "auth-service", List.of(URI.create("http://localhost:8091")),
                "ingest-service", List.of(URI.create("ftp://x")),
                "admin-service", List.of(URI.create("/path")));

        InvalidRoutesException refused = catchThrowableOfType(
                InvalidRoutesException.class,
                () -> new RouteTableLoader(
                                upstreams, Set.of("ingest-burst"), List.of(URI.create("http://127.0.0.1:8091")))
                        .load(Routes.builtIn(), null));

        assertThat(refused.mistakes())
                .hasSize(3)
                .anySatisfy(
                        mistake -> assertThat(mistake).contains("auth-service").contains("management port"));
    }
}
