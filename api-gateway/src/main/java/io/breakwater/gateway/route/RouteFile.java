package io.breakwater.gateway.route;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A routes file as it is written; nothing in it is believed before {@link RouteTableLoader} has checked it. */
record RouteFile(
        @Nullable List<RouteFile.@Nullable Entry> routes,
        @Nullable Map<String, String> aliases,
        @Nullable Map<String, RouteFile.@Nullable UpstreamEntry> upstreams) {

    /**
     * An upstream of the operator's own.
     *
     * @param audience whom tokens for it are for; {@code none}, as when it is absent: no token is sent
     */
    record UpstreamEntry(
            @Nullable List<@Nullable String> addresses,
            @Nullable String audience) {}

    /** Changes of headers. */
    record Headers(
            @Nullable Map<String, String> add, @Nullable List<String> remove) {}

    /**
     * Which pages may use a route.
     *
     * @param byKey instead of {@code origins}: those that the caller's key allows
     */
    record CorsEntry(
            @Nullable List<String> origins,
            @Nullable List<String> methods,
            @Nullable List<String> headers,
            @Nullable List<String> expose,
            @Nullable Boolean credentials,
            @JsonProperty("by_key") @Nullable Boolean byKey,
            @JsonProperty("max_age") @Nullable String maxAge) {}

    /**
     * @param timeout ISO 8601 or Quarkus' short form, for instance {@code 10s}
     * @param bodyLimit for instance {@code 4M}
     * @param billing {@code write} or nothing
     * @param carriers of {@code basic}, {@code query} and {@code body}
     * @param exact whether only the prefix itself is meant, and nothing below it
     */
    record Entry(
            @Nullable String id,
            @Nullable String prefix,
            @Nullable List<String> methods,
            @Nullable String upstream,
            @Nullable String rewrite,
            @Nullable List<String> credentials,
            @Nullable Map<String, String> scopes,
            @Nullable List<String> policies,
            @JsonProperty("error_profile") @Nullable String errorProfile,
            @Nullable String timeout,
            @JsonProperty("body_limit") @Nullable String bodyLimit,
            @Nullable String billing,
            @Nullable Boolean publishable,
            @JsonProperty("refresh_cookie") @Nullable Boolean refreshCookie,
            @Nullable List<String> carriers,
            @Nullable Boolean exact,
            @Nullable Integer retries,
            @Nullable Boolean streaming,
            @JsonProperty("idle_timeout") @Nullable String idleTimeout,
            @JsonProperty("request_headers") @Nullable Headers requestHeaders,
            @JsonProperty("response_headers") @Nullable Headers responseHeaders,
            @Nullable CorsEntry cors) {}
}
