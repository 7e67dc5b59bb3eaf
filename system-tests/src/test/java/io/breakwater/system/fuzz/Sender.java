package io.breakwater.system.fuzz;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Sends calls one after the other over one connection, which lasts as long as the suite keeps it. So whatever a call leaves
 * on its connection is met by the next one, and a connection that is closed without being announced is a fault. For one thread.
 */
final class Sender {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** Of a body that long an answer may come before it is sent: whoever sends it had better ask first. */
    private static final int ASKS_FIRST = 1024 * 1024;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;
    private String before = "nothing";

    Sender(URI gateway) {
        this.gateway = gateway;
    }

    /** @throws IOException when there is no answer; its message says what was sent before on this connection */
    HttpResponse<String> send(Call call) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway + call.target()))
                .timeout(TIMEOUT)
                .expectContinue(call.size() > ASKS_FIRST)
                .method(
                        call.method(),
                        call.body() == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(call.body(), StandardCharsets.ISO_8859_1));
        for (int i = 0; i < call.headers().size(); i += 2) {
            request.setHeader(call.headers().get(i), call.headers().get(i + 1));
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            before = call.describe() + " → " + answer.statusCode();
            return answer;
        } catch (IOException e) {
            throw new IOException(e + " after " + before, e);
        }
    }
}
