package io.breakwater.gateway.route;

import io.breakwater.common.identity.Scopes;
import io.breakwater.common.problem.ErrorProfile;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns the entries of one file into routes, collecting every mistake instead of stopping at the first.
 *
 * <p>Confined to the thread that loads a table.
 */
final class RouteChecker {

    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    static final long DEFAULT_BODY_LIMIT = 1024 * 1024;

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final Pattern PREFIX = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~!$&'()*+,=:@-]+)+");
    private static final Duration MAX_TIMEOUT = Duration.ofHours(1);

    private final String source;
    private final boolean internal;
    private final Map<String, UpstreamSpec> upstreams;
    private final Set<String> policies;
    private final List<String> mistakes;

    /**
     * @param source what the file is called in a mistake
     * @param internal whether the file is the built-in one
     * @param mistakes is added to
     */
    RouteChecker(
            String source,
            boolean internal,
            Map<String, UpstreamSpec> upstreams,
            Set<String> policies,
            List<String> mistakes) {
        this.source = source;
        this.internal = internal;
        this.upstreams = upstreams;
        this.policies = policies;
        this.mistakes = mistakes;
    }

    /** The entries that are whole; the others are in the mistakes. */
    List<Route> check(RouteFile file) {
        List<Route> routes = new ArrayList<>();
        Map<String, String> idByPrefix = new LinkedHashMap<>();
        Set<String> ids = new LinkedHashSet<>();
        int number = 0;
        for (RouteFile.@Nullable Entry entry : file.routes() == null ? List.<RouteFile.Entry>of() : file.routes()) {
            number++;
            if (entry == null) {
                mistakes.add(source + ": route " + number + " is empty");
                continue;
            }
            String where = source + ": route " + (entry.id() == null ? String.valueOf(number) : entry.id());
            if (entry.id() != null && !ids.add(entry.id())) {
                mistakes.add(where + ": the id is used twice");
            }
            String prefix = entry.prefix();
            if (prefix != null) {
                String other = idByPrefix.putIfAbsent(prefix, String.valueOf(entry.id()));
                if (other != null) {
                    mistakes.add(where + ": the prefix " + prefix + " is also that of " + other);
                }
            }
            int before = mistakes.size();
            Route route = route(entry, where);
            if (mistakes.size() == before) {
                routes.add(route);
            }
        }
        return routes;
    }

    private Route route(RouteFile.Entry entry, String where) {
        Duration timeout = timeout(entry.timeout(), where);
        return new Route(
                matching(entry.id(), ID, where, "id"),
                matching(entry.prefix(), PREFIX, where, "prefix"),
                methods(entry.methods(), where),
                upstream(required(entry.upstream(), where, "upstream"), where),
                entry.rewrite() == null || entry.rewrite().equals("/")
                        ? entry.rewrite()
                        : matching(entry.rewrite(), PREFIX, where, "rewrite"),
                credentials(entry.credentials(), where),
                scopes(entry.scopes(), where),
                entry.policies() == null
                        ? List.of()
                        : entry.policies().stream()
                                .map(policy -> known(policy, policies, where, "policy"))
                                .toList(),
                profile(entry.errorProfile(), where),
                timeout,
                bodyLimit(entry.bodyLimit(), where),
                billing(entry.billing(), where),
                Boolean.TRUE.equals(entry.publishable()),
                refreshCookie(entry.refreshCookie(), where),
                carriers(entry.carriers(), where),
                exact(entry.exact(), where),
                internal,
                new OptionsChecker(where, mistakes).check(entry, timeout));
    }

    private UpstreamSpec upstream(String name, String where) {
        known(name, upstreams.keySet(), where, "upstream");
        return upstreams.getOrDefault(name, new UpstreamSpec(name, List.of(), null));
    }

    private SequencedSet<String> methods(@Nullable List<String> methods, String where) {
        if (methods == null || methods.isEmpty()) {
            mistakes.add(where + ": methods is missing");
            return new LinkedHashSet<>();
        }
        for (String method : methods) {
            known(method, METHODS, where, "method");
        }
        return new LinkedHashSet<>(methods);
    }

    private Set<CredentialKind> credentials(@Nullable List<String> names, String where) {
        if (names == null || names.isEmpty()) {
            mistakes.add(where + ": credentials is missing; say [none] for an open route");
            return Set.of();
        }
        Set<CredentialKind> kinds = new LinkedHashSet<>();
        for (String name : names) {
            try {
                kinds.add(CredentialKind.of(name));
            } catch (IllegalArgumentException e) {
                mistakes.add(where + ": there is no credential kind " + name);
            }
        }
        // Both realms sign out by one route of ours; nobody else serves both.
        if (!internal && kinds.contains(CredentialKind.PLATFORM) && kinds.size() > 1) {
            mistakes.add(where + ": platform cannot be mixed with other credentials");
        }
        return kinds;
    }

    private boolean billing(@Nullable String billing, String where) {
        if (billing != null && !billing.equals("write")) {
            mistakes.add(where + ": billing can only be write, not " + billing);
        }
        return billing != null;
    }

    private boolean refreshCookie(@Nullable Boolean refreshCookie, String where) {
        boolean wanted = Boolean.TRUE.equals(refreshCookie);
        if (wanted && !internal) {
            mistakes.add(where + ": refresh_cookie is for built-in routes");
        }
        return wanted;
    }

    private boolean exact(@Nullable Boolean exact, String where) {
        boolean wanted = Boolean.TRUE.equals(exact);
        if (wanted && !internal) {
            mistakes.add(where + ": exact is for built-in routes");
        }
        return wanted;
    }

    private Set<KeyCarrier> carriers(@Nullable List<String> names, String where) {
        Set<KeyCarrier> carriers = new LinkedHashSet<>();
        for (String name : names == null ? List.<String>of() : names) {
            try {
                carriers.add(KeyCarrier.of(name));
            } catch (IllegalArgumentException e) {
                mistakes.add(where + ": there is no carrier " + name + " (there is basic, query, body)");
            }
        }
        return carriers;
    }

    private Map<String, String> scopes(@Nullable Map<String, String> scopes, String where) {
        Map<String, String> checked = new LinkedHashMap<>();
        if (scopes != null) {
            scopes.forEach((method, scope) -> {
                if (!method.equals("*")) {
                    known(method, METHODS, where, "method");
                }
                if (!Scopes.isValid(scope)) {
                    mistakes.add(where + ": " + scope + " is not a scope");
                }
            });
            METHODS.forEach(method -> {
                String scope = scopes.getOrDefault(method, scopes.get("*"));
                if (scope != null) {
                    checked.put(method, scope);
                }
            });
        }
        return checked;
    }

    private ErrorProfile profile(@Nullable String name, String where) {
        if (name == null) {
            return ErrorProfile.STRUCTURED;
        }
        Optional<ErrorProfile> profile = ErrorProfile.byName(name);
        if (profile.isEmpty()) {
            mistakes.add(where + ": there is no error profile " + name);
        }
        return profile.orElse(ErrorProfile.STRUCTURED);
    }

    private Duration timeout(@Nullable String text, String where) {
        Duration timeout = converted(text, DurationConverter::parseDuration, DEFAULT_TIMEOUT, where, "timeout");
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
            mistakes.add(where + ": timeout must be above zero and at most " + MAX_TIMEOUT);
        }
        return timeout;
    }

    private long bodyLimit(@Nullable String text, String where) {
        return converted(
                text,
                value -> new MemorySizeConverter().convert(value).asLongValue(),
                DEFAULT_BODY_LIMIT,
                where,
                "body_limit");
    }

    private <T> T converted(
            @Nullable String text, Function<String, T> converter, T whenAbsent, String where, String field) {
        if (text == null) {
            return whenAbsent;
        }
        try {
            return converter.apply(text);
        } catch (IllegalArgumentException e) {
            mistakes.add(where + ": " + field + " cannot be read: " + text);
            return whenAbsent;
        }
    }

    private String required(@Nullable String value, String where, String field) {
        if (value == null || value.isBlank()) {
            mistakes.add(where + ": " + field + " is missing");
            return "";
        }
        return value;
    }

    private String matching(@Nullable String value, Pattern form, String where, String field) {
        String present = required(value, where, field);
        if (!present.isEmpty() && !form.matcher(present).matches()) {
            mistakes.add(where + ": " + field + " is malformed: " + present);
        }
        return present;
    }

    private String known(String value, Set<String> values, String where, String field) {
        if (!value.isEmpty() && !values.contains(value)) {
            mistakes.add(where + ": there is no " + field + " " + value + " (there is "
                    + values.stream().sorted().collect(Collectors.joining(", ")) + ")");
        }
        return value;
    }
}
