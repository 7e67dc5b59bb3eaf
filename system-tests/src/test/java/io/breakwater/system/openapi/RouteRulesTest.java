package io.breakwater.system.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class RouteRulesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode operation =
            JSON.createObjectNode().put("operationId", "old").put("deprecated", true);

    @Test
    void whatIsDeprecatedIsToldSo() throws Exception {
        assertThatThrownBy(() -> RouteRules.requireNotice(operation, JSON.createObjectNode()))
                .hasMessageContaining("old");
        JsonNode route = JSON.readTree("""
                {"response_headers": {"add": {"Deprecation": "@1767225600", "Sunset": "Thu, 31 Dec 2026 00:00:00 GMT"}}}
                """);
        assertThatCode(() -> RouteRules.requireNotice(operation, route)).doesNotThrowAnyException();
    }

    @Test
    void theLongestPrefixSaysWhoMayCall() throws Exception {
        RouteRules rules = new RouteRules(JSON.readTree("""
                [{"prefix": "/api/v1/a", "methods": ["GET"], "credentials": ["user"]},
                 {"prefix": "/api/v1/a/b", "methods": ["POST"], "credentials": ["key"], "scopes": {"*": "admin"}}]
                """));

        rules.secure(operation, rules.of("/api/v1/a/b", "post", operation), "post");

        assertThat(operation.path("security").toString()).isEqualTo("[{\"apiKey\":[\"admin\"]}]");
        assertThatThrownBy(() -> rules.of("/api/v1/a/b/c", "get", operation)).hasMessageContaining("no route");
        assertThatThrownBy(() -> rules.of("/api/v1/other", "get", operation)).hasMessageContaining("no route");
    }

    @Test
    void noCredentialWillDoWhereNeitherRouteNorServiceAsksForOne() throws Exception {
        RouteRules rules = new RouteRules(JSON.readTree("""
                [{"prefix": "/api/v1/a", "methods": ["GET"], "credentials": ["none", "user"]}]
                """));
        JsonNode route = rules.of("/api/v1/a", "get", operation);

        rules.secure(operation, route, "get");
        assertThat(operation.path("security").get(0)).isEmpty();

        operation.putArray("security").addObject().putArray("SecurityScheme");
        rules.secure(operation, route, "get");
        assertThat(operation.path("security").toString()).isEqualTo("[{\"userToken\":[]},{\"sessionCookie\":[]}]");
    }
}
