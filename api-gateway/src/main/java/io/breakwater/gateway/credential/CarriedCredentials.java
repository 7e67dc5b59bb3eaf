package io.breakwater.gateway.credential;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The places of a request that hold credentials among other things: cookies and the query. Pure. */
public final class CarriedCredentials {

    private static final String SESSION_COOKIE = "session_token";
    private static final Set<String> REFRESH_COOKIES = Set.of("__host-bw_refresh", "bw_refresh");
    private static final String PARAMETER = "apiKey";

    private CarriedCredentials() {}

    /** Every value of the session's cookie. */
    public static List<String> sessions(MultiMap headers) {
        if (!headers.contains(HttpHeaders.COOKIE)) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        for (String cookie : cookies(headers)) {
            int equals = cookie.indexOf('=');
            if (equals >= 0 && cookie.substring(0, equals).strip().equals(SESSION_COOKIE)) {
                values.add(cookie.substring(equals + 1));
            }
        }
        return values;
    }

    /** Whether there is a refresh cookie, however it is spelt. */
    public static boolean hasRefreshCookie(MultiMap headers) {
        return headers.contains(HttpHeaders.COOKIE)
                && cookies(headers).stream()
                        .map(cookie -> cookie.split("=", 2)[0].strip().toLowerCase(Locale.ROOT))
                        .anyMatch(REFRESH_COOKIES::contains);
    }

    private static List<String> cookies(MultiMap headers) {
        return headers.getAll("Cookie").stream()
                .flatMap(line -> Arrays.stream(line.split(";")))
                .toList();
    }

    /**
     * Every value of the query's key parameter, decoded.
     *
     * @param query encoded and known to be well-formed; null for none
     */
    public static List<String> queryKeys(@Nullable String query) {
        return parameters(query).stream()
                .filter(CarriedCredentials::isKey)
                .map(parameter -> {
                    int equals = parameter.indexOf('=');
                    return equals < 0 ? "" : decoded(parameter.substring(equals + 1));
                })
                .toList();
    }

    /** The query without its key parameter; null when nothing is left of it. */
    public static @Nullable String withoutKey(@Nullable String query) {
        if (query == null || parameters(query).stream().noneMatch(CarriedCredentials::isKey)) {
            return query;
        }
        String rest = parameters(query).stream()
                .filter(parameter -> !isKey(parameter))
                .collect(Collectors.joining("&"));
        return rest.isEmpty() ? null : rest;
    }

    private static List<String> parameters(@Nullable String query) {
        return query == null ? List.of() : List.of(query.split("&", -1));
    }

    private static boolean isKey(String parameter) {
        return decoded(parameter.split("=", 2)[0]).equals(PARAMETER);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
