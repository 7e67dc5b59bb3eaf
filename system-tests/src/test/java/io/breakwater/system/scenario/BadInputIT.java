package io.breakwater.system.scenario;

import static io.breakwater.system.scenario.Stories.JSON_OBJECT_OF_SEED;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.system.scenario.Api.Answer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client can get wrong, through the public door: each has its own code, and nothing leaks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {

    private static final String INGEST = "/api/v1/ingest/events";

    private final Suite suite = Suite.running();
    private final Api api = suite.api();
    private final Stories stories = new Stories(api);
    private String key;

    @BeforeAll
    void mintKey() {
        key = stories.newTenantsKey();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "",
                "null",
                "[]",
                "\"text\"",
                "{\"event_name\":\"a\\u0000b\",\"participant_id\":\"p\"}",
                "{\"event_name\":\"a\",\"participant_id\":\"p\",\"properties\":{\"x\":\"\\ud800\"}}",
                "{\"event_name\":\"a\",\"participant_id\":\"p\"} trailing",
                "{\"event_name\":\"a\",\"event_name\":\"b\",\"participant_id\":\"p\"}",
            })
    void unreadableBodiesAre400(String body) {
        Answer answer = api.post(INGEST, body, "X-API-Key", key);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.code()).isIn("INVALID_REQUEST", "VALIDATION_ERROR");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"participant_id\":\"p\"} | event_name",
                "{\"event_name\":\"\",\"participant_id\":\"p\"} | event_name",
                "{\"event_name\":7,\"participant_id\":\"p\"} | event_name",
                "{\"event_name\":\"a\"} | participant_id",
                "{\"event_name\":\"a\",\"participant_id\":\"p\",\"properties\":[]} | properties",
                "{\"event_name\":\"a\",\"participant_id\":\"p\",\"properties\":{\"n\":1e999999999}} | properties.n",
                "{\"event_name\":\"a\",\"participant_id\":\"p\",\"properties\":{\"l\":[{\"n\":1e-309}]}} | properties.l.0.n",
                "{\"event_name\":\"a\",\"participant_id\":\"p\",\"timestamp\":\"yesterday\"} | timestamp",
                "{\"event_name\":\"a\",\"participant_id\":\"p\",\"timestamp\":\"2999-01-01T00:00:00Z\"} | timestamp",
            })
    void invalidFieldsAreNamedByPath(String body, String path) {
        Answer answer = api.post(INGEST, body, "X-API-Key", key);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
        assertThat(answer.body().at("/error/details/0/path").asText()).isEqualTo(path);
    }

    @Test
    void invalidUtf8Is400() throws Exception {
        byte[] body = "{\"event_name\":\"a\u00c3(\",\"participant_id\":\"p\"}".getBytes(StandardCharsets.ISO_8859_1);

        String answer = RawHttp.send(
                suite.gateway(),
                ("POST " + INGEST + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-API-Key: " + key
                                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII),
                body);

        assertThat(answer).startsWith("HTTP/1.1 400").contains("INVALID_REQUEST");
    }

    @Test
    void unknownFieldsAreIgnoredAndNamed() {
        Answer answer =
                api.post(INGEST, "{\"event_name\":\"a\",\"participant_id\":\"p\",\"particpant\":1}", "X-API-Key", key);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("X-Ignored-Fields")).isEqualTo("particpant");
    }

    @Test
    void anOversizedEventAndAnOversizedBodyAreTold() {
        String large =
                "{\"event_name\":\"a\",\"participant_id\":\"p\",\"properties\":{\"t\":\"" + "x".repeat(33_000) + "\"}}";
        assertThat(api.post(INGEST, large, "X-API-Key", key).status()).isIn(400, 413);

        Answer answer = api.post(INGEST, " ".repeat(2_000_000), "X-API-Key", key);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(answer.header("Connection"))
                .as("what is left of the body is not waited for")
                .isEqualTo("close");
    }

    @ParameterizedTest
    @CsvSource({
        "bw_live_00000000000000000000000000000000, INVALID_API_KEY",
        "bw_live_short, INVALID_API_KEY",
        "xx_live_00000000000000000000000000000000, INVALID_API_KEY",
    })
    void keysThatCannotBeAreRefused(String candidate, String code) {
        Answer answer = api.post(INGEST, JSON_OBJECT_OF_SEED, "X-API-Key", candidate);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.header("WWW-Authenticate")).isNotEmpty();
    }

    @Test
    void aMissingKeyIsTold() {
        assertThat(api.post(INGEST, JSON_OBJECT_OF_SEED).code()).isEqualTo("MISSING_API_KEY");
        assertThat(api.get("/api/v1/events").code()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void aForgedTokenIsRefused() {
        Answer answer =
                api.get("/api/v1/events", "Authorization", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2lnbmVk");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("INVALID_TOKEN");
    }

    @Test
    void aScopeThatIsMissingIsNamed() {
        Stories.Owner owner = stories.newTenant();
        String readOnly = api.post(
                        "/api/v1/api-keys",
                        "{\"name\":\"r\",\"environment\":\"live\",\"scopes\":[\"read_only\"]}",
                        owner.authorization())
                .body()
                .path("key")
                .asText();

        Answer answer = api.post(INGEST, JSON_OBJECT_OF_SEED, "X-API-Key", readOnly);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("MISSING_SCOPE");
        assertThat(answer.text()).contains("events:write");
    }

    @Test
    void aWrongMethodIs405WithAllow() {
        Answer answer = api.call("DELETE", INGEST, null, "X-API-Key", key);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.code()).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(answer.header("Allow")).contains("POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/nowhere", "/api/v1/nowhere", "/api/v1/ingestion/events", "/internal/jwks.json", "/q/health"})
    void anUnknownPathIs404InOurForm(String path) {
        Answer answer = api.get(path, "X-API-Key", key);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("NOT_FOUND");
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
    }

    @Test
    void anotherContentTypeIs415() {
        Answer answer = api.post(INGEST, JSON_OBJECT_OF_SEED, "X-API-Key", key, "Content-Type", "text/xml");

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/ingest%2Fevents",
                "/api/v1/ingest%5Cevents",
                "/api/v1/events/%00",
                "/api/v1/events/../admin/tenants",
                "/api/v1/events/%2e%2e/admin/tenants",
                "/api/v1/events/%252e%252e/admin/tenants",
                "/api/v1/events/%ff%fe",
                "/api/v1/events/%zz",
                "/api/v1/events?participant_id=%00",
            })
    void pathsThatCouldMeanTwoThingsAre400(String path) throws Exception {
        String answer = RawHttp.send(
                suite.gateway(),
                ("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-API-Key: " + key + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));

        assertThat(answer).startsWith("HTTP/1.1 400").contains("\"code\":\"INVALID_REQUEST\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-an-id", "00000000-0000-0000-0000-000000000000", "' OR 1=1 --"})
    void anIdThatIsNotThereIs404Or400(String id) {
        Answer answer = api.get("/api/v1/events/" + id.replace(" ", "%20"), "X-API-Key", key);

        assertThat(answer.status()).as(answer.text()).isIn(400, 404);
        assertThat(answer.code()).isIn("INVALID_PARAMETER", "NOT_FOUND");
    }

    @Test
    void aBadCursorIsTold() {
        assertThat(api.get("/api/v1/events?cursor=%7Bnot-a-cursor", "X-API-Key", key)
                        .code())
                .isEqualTo("INVALID_CURSOR");
        assertThat(api.get("/api/v1/events?limit=abc", "X-API-Key", key).code()).isEqualTo("INVALID_PARAMETER");
        assertThat(api.get("/api/v1/events?limit=101", "X-API-Key", key).code()).isEqualTo("INVALID_PARAMETER");
    }

    @Test
    void forgedIdentityHeadersChangeNothing() {
        Answer answer = api.get(
                "/api/v1/nowhere",
                "X-API-Key",
                key,
                "X-Error-Profile",
                "detail",
                "X-Tenant-Id",
                "00000000-0000-0000-0000-000000000000");

        assertThat(answer.code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void aRequestIdIsKeptWhenItIsOneAndReplacedWhenNot() {
        assertThat(api.get("/health", "X-Request-Id", "abc.DEF-1_2").header("X-Request-Id"))
                .isEqualTo("abc.DEF-1_2");
        assertThat(api.get("/health", "X-Request-Id", "no spaces").header("X-Request-Id"))
                .isNotEqualTo("no spaces");
    }

    @Test
    void theServicesAreClosedWithoutTheGateway() {
        for (String service : new String[] {"auth-service", "ingest-service", "admin-service"}) {
            Api direct = new Api(suite.service(service));
            for (String path : new String[] {"/api/v1/events", "/api/v1/api-keys", "/api/v1/admin/tenants"}) {
                assertThat(direct.get(path).status()).as(service + path).isIn(401, 404);
                assertThat(direct.get(path, "X-API-Key", key).status())
                        .as(service + path)
                        .isIn(401, 404);
            }
        }
    }

    @Test
    void problemJsonIsGivenToWhoAcceptsIt() {
        Answer answer = api.get("/api/v1/nowhere", "Accept", "application/problem+json");

        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.body().path("code").asText()).isEqualTo("NOT_FOUND");
    }
}
