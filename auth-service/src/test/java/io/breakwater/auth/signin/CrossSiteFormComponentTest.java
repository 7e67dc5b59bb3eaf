package io.breakwater.auth.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Service;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page of another site can have a browser send without being asked must not sign the browser in. */
@AuthComponentTest
class CrossSiteFormComponentTest {

    private static final String AUTH = "/api/v1/auth";

    private static String body(String email) {
        return """
                {"email":"%s","password":"%s","tenant_name":"Acme","tenant_id":"%s","refresh_token":"%s"}""".formatted(email, Service.PASSWORD, "0190f5a0-0000-7000-8000-000000000000", "x".repeat(43));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""})
    void aFormContinuesNoSession(String type) throws Exception {
        String token = "{\"refresh_token\":\"" + Service.register().refreshToken() + "\"}";

        assertRefused(send("/refresh", type, token));

        assertThat(send("/refresh", "application/json;charset=utf-8", token).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/register", "/login", "/platform/login", "/switch-tenant"})
    void aFormSignsNobodyIn(String path) throws Exception {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "")) {
            assertRefused(send(path, type, body(Service.anEmail())));
        }
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("UNSUPPORTED_MEDIA_TYPE");
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
    }

    /** Sends a body as it is; an empty type is no header. */
    private static HttpResponse<String> send(String path, String type, String body)
            throws IOException, InterruptedException {
        String token = Service.exchange(Service.register().accessToken(), null).path("token");
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + RestAssured.port + AUTH + path + "?mode=cookie"))
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}
