package io.breakwater.system.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;

/** What a client sees of the suite: the gateway's public door, nothing else. */
public final class Api {

    public static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;

    public Api(URI gateway) {
        this.gateway = gateway;
    }

    /** One answer; {@code body} is null when it is not JSON. */
    public record Answer(int status, HttpHeaders headers, String text, JsonNode body) {

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        public String code() {
            return body.at("/error/code").asText();
        }
    }

    public Answer get(String path, String... headers) {
        return call("GET", path, null, headers);
    }

    public Answer post(String path, String body, String... headers) {
        return call("POST", path, body, headers);
    }

    /** Each call comes from an address of its own, so that no scenario meets the limits of one, unless a header says otherwise. */
    public Answer call(String method, String path, String body, String... headers) {
        String[] from = from();
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(TIMEOUT)
                .header(from[0], from[1])
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body(), parse(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** By the header of the trusted proxy that loopback is. */
    private static String[] from() {
        UUID random = UUID.randomUUID();
        return new String[] {
            "X-Forwarded-For",
            "10.%d.%d.%d"
                    .formatted(
                            random.getLeastSignificantBits() & 0xff,
                            (random.getLeastSignificantBits() >> 8) & 0xff,
                            (random.getLeastSignificantBits() >> 16) & 0xff)
        };
    }
}
