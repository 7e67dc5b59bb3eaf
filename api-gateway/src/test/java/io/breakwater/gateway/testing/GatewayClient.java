package io.breakwater.gateway.testing;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/** A client with an address of its own (through the trusted proxy that loopback is), so that tests do not share limits. */
public final class GatewayClient {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI base;
    private final String address;

    public GatewayClient(URI base) {
        this.base = base;
        ThreadLocalRandom random = ThreadLocalRandom.current();
        this.address = "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(1, 255);
    }

    public String address() {
        return address;
    }

    /** A request to finish with a method and headers. */
    public HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .header("X-Forwarded-For", address);
    }

    public Answer get(String path, String... headers) {
        return send(headers.length == 0 ? to(path) : to(path).headers(headers));
    }

    public Answer post(String path, String body, String... headers) {
        HttpRequest.Builder request = to(path).POST(HttpRequest.BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public Answer send(HttpRequest.Builder request) {
        return sendLater(request).join();
    }

    public CompletableFuture<Answer> sendLater(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(Answer::new);
    }

    public CompletableFuture<HttpResponse<InputStream>> stream(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** An answer, easily looked at. */
    public record Answer(HttpResponse<String> response) {

        public int status() {
            return response.statusCode();
        }

        public String body() {
            return response.body();
        }

        public JsonObject json() {
            return new JsonObject(response.body());
        }

        /** The error's code in the structured form. */
        public String code() {
            return json().getJsonObject("error").getString("code");
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    /** Sends bytes as they are, and reads until the gateway closes or {@code until} has come. */
    public String raw(String bytes, String until) {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(5_000);
            OutputStream out = socket.getOutputStream();
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            StringBuilder answer = new StringBuilder();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                answer.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                if (answer.indexOf(until) >= 0) {
                    break;
                }
            }
            return answer.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The head of a request, line by line. */
    public static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    /** A raw GET with a target that no library would send; the connection is closed after the answer. */
    public String rawGet(String target, String... headerLines) {
        StringBuilder request =
                new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n");
        request.append("X-Forwarded-For: ").append(address).append("\r\n");
        for (String line : headerLines) {
            request.append(line).append("\r\n");
        }
        return raw(request.append("\r\n").toString(), "\0");
    }

    /** A socket to do worse with. */
    public Socket socket() {
        try {
            return new Socket(base.getHost(), base.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
