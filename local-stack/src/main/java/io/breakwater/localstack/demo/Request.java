package io.breakwater.localstack.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to the gateway.
 *
 * @param path from the root, without the host
 * @param body JSON, if it has one
 */
record Request(
        String method,
        String path,
        Map<String, String> headers,
        @Nullable String body) {

    static Request get(String path) {
        return new Request("GET", path, Map.of(), null);
    }

    static Request post(String path, String body) {
        return new Request("POST", path, Map.of("Content-Type", "application/json"), body);
    }

    static Request put(String path, String body) {
        return new Request("PUT", path, Map.of("Content-Type", "application/json"), body);
    }

    static Request patch(String path, String body) {
        return new Request("PATCH", path, Map.of("Content-Type", "application/json"), body);
    }

    static Request delete(String path) {
        return new Request("DELETE", path, Map.of(), null);
    }

    /** As the holder of an API key. */
    Request withKey(String key) {
        return with("X-API-Key", key);
    }

    /** As the user who got the access token. */
    Request withToken(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /** With one more header. */
    Request with(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new Request(method, path, all, body);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
