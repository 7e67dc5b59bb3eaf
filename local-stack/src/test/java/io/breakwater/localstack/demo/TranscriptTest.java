package io.breakwater.localstack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TranscriptTest {

    private static final String KEY = "bw_live_0123456789abcdef0123456789abcdef";

    private final List<String> lines = new ArrayList<>();
    private final Transcript transcript = new Transcript(lines::add);

    @Test
    void secretsOfTheRequestAreCutShort() {
        var request = Tenant.register("ada@example.com", "correct horse", "Ada")
                .withKey(KEY)
                .withToken("eyJhbGciOiJSUzI1NiJ9.payload.signature");
        transcript.sending(URI.create("http://127.0.0.1:8080/api/v1/auth/register"), request);
        assertThat(lines).contains("> POST http://127.0.0.1:8080/api/v1/auth/register", "> X-API-Key: bw_live_0123…");
        assertThat(String.join("\n", lines))
                .contains("ada@example.com")
                .doesNotContain("correct horse")
                .doesNotContain(KEY)
                .doesNotContain("payload");
    }

    @Test
    void secretsOfTheAnswerAreCutShort() {
        var body = JsonNodeFactory.instance.objectNode().put("key", KEY).put("name", "story");
        body.putObject("nested").put("refresh_token", "rt-0123456789abcdef");
        transcript.answered(new Answer("POST /x", 201, HttpHeaders.of(Map.of(), (name, value) -> true), body));
        assertThat(String.join("\n", lines))
                .contains("< 201", "story", "bw_live_0123…")
                .doesNotContain(KEY)
                .doesNotContain("rt-0123456789abcdef");
        assertThat(body.get("key").asText()).isEqualTo(KEY);
    }
}
