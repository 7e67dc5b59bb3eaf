package io.breakwater.system.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One request.
 *
 * @param target path and query, encoded
 * @param headers names and values in turn
 * @param body null for none
 * @param isAuthorized whether it has a credential of a kind that the operation takes, or needs none
 * @param isOfDocument whether method, path and type of the body are the document's
 */
record Call(
        Operation operation,
        String method,
        String target,
        List<String> headers,
        byte[] body,
        boolean isAuthorized,
        boolean isOfDocument) {

    String describe() {
        String text = body == null ? "" : new String(body, 0, Math.min(body.length, 300), StandardCharsets.UTF_8);
        return operation.id() + ": " + method + " " + target + " "
                + headers.stream()
                        .filter(value -> !value.startsWith("Bearer ey"))
                        .toList() + " " + text;
    }
}
