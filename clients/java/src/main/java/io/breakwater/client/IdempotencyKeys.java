package io.breakwater.client;

import io.breakwater.client.http.Operations;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Which requests take an idempotency key, as the API's document says. */
final class IdempotencyKeys {

    private static final String HEADER = "Idempotency-Key";
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");
    private static final List<Taking> TAKING = Operations.ALL.stream()
            .filter(operation -> operation.headers().contains(HEADER))
            .map(operation -> new Taking(
                    operation.method(),
                    Pattern.compile(operation.path().replace(".", "\\.").replaceAll("\\{[^}]+}", "[^/]+") + "$")))
            .toList();

    private IdempotencyKeys() {}

    /** Names the request by a new key, where its operation takes one and it has none yet. */
    static void name(HttpRequest request, HttpRequest.Builder builder) {
        if (request.headers().firstValue(HEADER).isEmpty()
                && TAKING.stream().anyMatch(operation -> operation.is(request.method(), request.uri()))) {
            builder.setHeader(HEADER, UUID.randomUUID().toString());
        }
    }

    /** Whether sending the request twice has the effect of sending it once. */
    static boolean isRepeatable(HttpRequest request) {
        return REPEATABLE.contains(request.method())
                || request.headers().firstValue(HEADER).isPresent();
    }

    private record Taking(String method, Pattern path) {
        boolean is(String requested, URI uri) {
            return method.equals(requested) && path.matcher(uri.getRawPath()).find();
        }
    }
}
