package io.breakwater.common.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemRendererTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode render(ProblemException exception, ErrorProfile profile) throws Exception {
        return JSON.readTree(
                ProblemRenderer.render(exception.problem(), profile, "req-1").body());
    }

    @Test
    void structuredIsTheContractsExample() throws Exception {
        JsonNode body =
                render(ProblemException.invalidField("events.0.type", "must not be blank"), ErrorProfile.STRUCTURED);

        assertThat(body).isEqualTo(JSON.readTree("""
                        {"error":{"code":"VALIDATION_ERROR","message":"Invalid request body","statusCode":400,
                         "category":"VALIDATION","details":[{"path":"events.0.type","message":"must not be blank"}],
                         "requestId":"req-1"}}"""));
    }

    @ParameterizedTest
    @CsvSource({
        "STRUCTURED, MISSING_SCOPE, 403, /error/code, MISSING_SCOPE",
        "BREADBOX, MISSING_SCOPE, 403, /error/code, FORBIDDEN",
        "BREADBOX, VALIDATION_ERROR, 422, /error/code, VALIDATION_ERROR",
        "BREADBOX, INVALID_PARAMETER, 400, /error/code, INVALID_PARAMETER",
        "BROXI, REVOKED_API_KEY, 401, /error/code, UNAUTHORIZED",
        "BROXI, FORBIDDEN, 403, /error/code, FORBIDDEN",
        "SLUG, INVALID_API_KEY, 401, /error, unauthenticated",
        "SLUG, MISSING_SCOPE, 403, /error, missing_scope",
        "PROBLEM, NOT_FOUND, 404, /code, NOT_FOUND",
        "DETAIL, NOT_FOUND, 404, /detail, There is nothing here",
    })
    void profilesMapCodesAndStatuses(ErrorProfile profile, ErrorCode code, int status, String pointer, String value)
            throws Exception {
        RenderedProblem rendered =
                ProblemRenderer.render(ProblemException.of(code).problem(), profile, "req-1");

        assertThat(rendered.status()).isEqualTo(status);
        assertThat(JSON.readTree(rendered.body()).at(pointer).asText()).isEqualTo(value);
    }

    @Test
    void slugPutsQuotaFieldsAtTopLevel() throws Exception {
        JsonNode body = render(
                ProblemException.of(ErrorCode.QUOTA_EXCEEDED)
                        .withField("kind", "writes_month")
                        .withField("limit", 10_000)
                        .withField("current", 10_000)
                        .withField("tier", "starter"),
                ErrorProfile.SLUG);

        assertThat(body.path("kind").asText()).isEqualTo("writes_month");
        assertThat(body.path("limit").asInt()).isEqualTo(10_000);
        assertThat(body.has("request_id")).isFalse();
    }

    @Test
    void slugNamesTheRequestOnServerErrors() throws Exception {
        assertThat(render(ProblemException.of(ErrorCode.INTERNAL_ERROR), ErrorProfile.SLUG)
                        .path("request_id")
                        .asText())
                .isEqualTo("req-1");
    }

    @ParameterizedTest
    @EnumSource(ErrorProfile.class)
    void internalHalvesAreNeverRendered(ErrorProfile profile) {
        for (ErrorCode code : ErrorCode.values()) {
            ProblemException exception = ProblemException.of(code)
                    .internally("SECRET message")
                    .causedBy(new IllegalStateException("SECRET cause"));

            assertThat(ProblemRenderer.render(exception.problem(), profile, "req-1")
                            .body())
                    .doesNotContain("SECRET");
        }
    }

    @Test
    void aClientThatAcceptsProblemJsonGetsIt() {
        assertThat(ErrorProfile.choose("application/problem+json", ErrorProfile.SLUG))
                .isEqualTo(ErrorProfile.PROBLEM);
        assertThat(ErrorProfile.choose("*/*", ErrorProfile.SLUG)).isEqualTo(ErrorProfile.SLUG);
    }
}
