package io.breakwater.gateway.route;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks how one route wants its requests passed on. Confined to the thread that loads a table. */
final class OptionsChecker {

    private static final int DEFAULT_RETRIES = 1;
    private static final int MAX_RETRIES = 5;
    private static final Duration DEFAULT_STREAM_IDLE = Duration.ofMinutes(5);
    private static final Duration DEFAULT_MAX_AGE = Duration.ofMinutes(10);
    private static final Duration MAX_DURATION = Duration.ofDays(1);
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e\\t]{0,4094}[\\x21-\\x7e])?");
    private static final Pattern ORIGIN = Pattern.compile("https?://([a-z0-9.-]+|\\[[0-9a-f:]+])(:[0-9]{1,5})?");
    private static final String ANY = "*";

    private final String where;
    private final List<String> mistakes;

    /**
     * @param where what a mistake is introduced with
     * @param mistakes is added to
     */
    OptionsChecker(String where, List<String> mistakes) {
        this.where = where;
        this.mistakes = mistakes;
    }

    /**
     * @param timeout of the route, which is also the idle time-out where nothing else is said
     */
    RouteOptions check(RouteFile.Entry entry, Duration timeout) {
        boolean streaming = Boolean.TRUE.equals(entry.streaming());
        return new RouteOptions(
                retries(entry.retries()),
                streaming,
                duration(entry.idleTimeout(), streaming ? DEFAULT_STREAM_IDLE : timeout, "idle_timeout"),
                headers(entry.requestHeaders(), GuardedHeaders::isFreeInRequests, "request_headers"),
                headers(entry.responseHeaders(), GuardedHeaders::isFreeInAnswers, "response_headers"),
                entry.cors() == null ? null : cors(entry.cors()));
    }

    private int retries(@Nullable Integer retries) {
        if (retries != null && (retries < 0 || retries > MAX_RETRIES)) {
            mistakes.add(where + ": retries must be 0 to " + MAX_RETRIES);
        }
        return retries == null ? DEFAULT_RETRIES : retries;
    }

    private Duration duration(@Nullable String text, Duration whenAbsent, String field) {
        if (text == null) {
            return whenAbsent;
        }
        try {
            Duration duration = DurationConverter.parseDuration(text);
            if (duration.isNegative() || duration.isZero() || duration.compareTo(MAX_DURATION) > 0) {
                mistakes.add(where + ": " + field + " must be above zero and at most " + MAX_DURATION);
            }
            return duration;
        } catch (IllegalArgumentException e) {
            mistakes.add(where + ": " + field + " cannot be read: " + text);
            return whenAbsent;
        }
    }

    private HeaderChanges headers(RouteFile.@Nullable Headers headers, Predicate<String> isFree, String field) {
        if (headers == null) {
            return HeaderChanges.NONE;
        }
        Map<String, String> add = headers.add() == null ? Map.of() : headers.add();
        List<String> remove = headers.remove() == null ? List.of() : headers.remove();
        add.keySet().forEach(name -> headerName(name, isFree, field));
        remove.forEach(name -> headerName(name, isFree, field));
        add.forEach((name, value) -> {
            if (value == null || !VALUE.matcher(value).matches()) {
                mistakes.add(where + ": " + field + " has no proper value for " + name);
            }
        });
        boolean whole = add.values().stream().noneMatch(value -> value == null);
        return whole ? new HeaderChanges(add, new LinkedHashSet<>(remove)) : HeaderChanges.NONE;
    }

    private void headerName(String name, Predicate<String> isFree, String field) {
        if (!TOKEN.matcher(name).matches()) {
            mistakes.add(where + ": " + field + " names no header: " + name);
        } else if (!isFree.test(name)) {
            mistakes.add(where + ": " + field + " may not change " + name);
        }
    }

    private Cors cors(RouteFile.CorsEntry entry) {
        List<String> origins = entry.origins() == null ? List.of() : entry.origins();
        boolean byKey = Boolean.TRUE.equals(entry.byKey());
        if (origins.isEmpty() == !byKey) {
            mistakes.add(where + ": cors needs either origins or by_key");
        }
        boolean everywhere = origins.contains(ANY);
        boolean credentials = Boolean.TRUE.equals(entry.credentials());
        if (byKey && credentials) {
            mistakes.add(where + ": cors by_key is without credentials of the browser's");
        }
        if (everywhere && credentials) {
            mistakes.add(where + ": cors with credentials needs origins by name, not *");
        }
        if (everywhere && origins.size() > 1) {
            mistakes.add(where + ": cors with origin * takes no other origin");
        }
        for (String origin : origins) {
            if (!origin.equals(ANY) && !ORIGIN.matcher(origin).matches()) {
                mistakes.add(where + ": cors: " + origin + " is not an origin, as https://app.example.org is");
            }
        }
        return new Cors(
                everywhere ? Set.of() : new LinkedHashSet<>(origins),
                everywhere,
                byKey,
                tokens(entry.methods(), "methods").stream()
                        .map(method -> method.toUpperCase(Locale.ROOT))
                        .collect(Collectors.toCollection(LinkedHashSet::new)),
                tokens(entry.headers(), "headers").stream()
                        .map(header -> header.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toCollection(LinkedHashSet::new)),
                new LinkedHashSet<>(tokens(entry.expose(), "expose")),
                credentials,
                duration(entry.maxAge(), DEFAULT_MAX_AGE, "cors max_age"));
    }

    private List<String> tokens(@Nullable List<String> names, String field) {
        if (names == null) {
            return List.of();
        }
        for (String name : names) {
            if (!TOKEN.matcher(name).matches() || name.equals(ANY)) {
                mistakes.add(where + ": cors " + field + ": " + name + " is no name");
            }
        }
        return names;
    }
}
