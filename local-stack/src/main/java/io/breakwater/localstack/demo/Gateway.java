package io.breakwater.localstack.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.breakwater.localstack.suite.SuiteException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A client of the gateway that shows what passes. */
final class Gateway {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final Exchanges exchanges;
    private final HttpClient http = HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    Gateway(URI base, Exchanges exchanges) {
        this.base = base;
        this.exchanges = exchanges;
    }

    /**
     * Sends the request and returns the answer, whatever its status.
     *
     * @throws SuiteException if there is none within 30 s
     */
    Answer send(Request request) {
        URI uri = base.resolve(request.path());
        exchanges.sending(uri, request);
        var builder = HttpRequest.newBuilder(uri).timeout(LIMIT);
        request.headers().forEach(builder::header);
        String body = request.body();
        builder.method(
                request.method(),
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        try {
            var response = http.send(builder.build(), HttpResponse.BodyHandlers.ofString());
            var answer =
                    new Answer(request.toString(), response.statusCode(), response.headers(), read(response.body()));
            exchanges.answered(answer);
            return answer;
        } catch (IOException e) {
            throw new SuiteException(request + " got no answer from " + base + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SuiteException("Interrupted.", e);
        }
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException _) {
            return TextNode.valueOf(body); // Shown as it is, and refused by whoever expects a member.
        }
    }
}
