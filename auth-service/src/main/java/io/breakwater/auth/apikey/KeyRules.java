package io.breakwater.auth.apikey;

import io.breakwater.auth.address.AddressRange;
import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.Scopes;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.FieldViolation;
import io.breakwater.common.problem.ProblemException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a key may be, and who may grant it. Pure functions. */
final class KeyRules {

    private static final Map<String, List<String>> NAMED_SCOPES = Map.of(
            "read_only", List.of(Scopes.READ),
            "full_access", List.of(Scopes.READ, Scopes.WRITE, Scopes.ADMIN));
    private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.\\-\\[\\]:]+");

    private KeyRules() {}

    /**
     * The scopes that a request means, its names resolved.
     *
     * @throws ProblemException {@code VALIDATION_ERROR} for a scope that is none, or that a publishable key cannot hold
     */
    static List<String> scopes(@Nullable List<String> requested, KeyKind kind) {
        if (requested == null) {
            return kind.defaultScopes();
        }
        Set<String> scopes = new LinkedHashSet<>();
        for (int i = 0; i < requested.size(); i++) {
            List<String> meant = NAMED_SCOPES.getOrDefault(requested.get(i), List.of(requested.get(i)));
            for (String scope : meant) {
                if (!Scopes.isValid(scope)) {
                    throw ProblemException.invalidField("scopes." + i, "is not a scope");
                }
                if (kind == KeyKind.PUBLISHABLE && isAdministrative(scope)) {
                    throw ProblemException.invalidField("scopes." + i, "cannot be held by a publishable key");
                }
                scopes.add(scope);
            }
        }
        return List.copyOf(scopes);
    }

    /**
     * Checks that the caller holds what it grants; only a person may grant {@code admin}.
     *
     * @throws ProblemException {@code MISSING_SCOPE} naming the first scope not held, or {@code FORBIDDEN}
     */
    static void requireMayGrant(Identity caller, List<String> scopes) {
        for (String scope : scopes) {
            if (!Scopes.mayGrant(caller.scopes(), Set.of(scope))) {
                throw Identity.missingScope(scope);
            }
            if (isAdministrative(scope) && caller.kind() != SubjectKind.USER) {
                throw ProblemException.of(ErrorCode.FORBIDDEN, "Only a signed-in user may grant the scope " + scope);
            }
        }
    }

    /**
     * The environment of a new key: the caller's, unless a user chooses the other.
     *
     * @throws ProblemException {@code FORBIDDEN} when a key asks for another environment than its own
     */
    static Environment environment(Identity caller, @Nullable Environment requested) {
        if (requested == null || requested == caller.environment()) {
            return caller.environment();
        }
        if (caller.kind() != SubjectKind.USER) {
            throw ProblemException.of(ErrorCode.FORBIDDEN, "A key grants only the environment that it is of");
        }
        return requested;
    }

    /**
     * The teams of a key: those asked for, which the caller must hold; else those that a calling key has itself, and none
     * for a user, whose key then acts for the tenant as a whole.
     *
     * @param held the teams that the caller may hand on
     *
     * @throws ProblemException {@code VALIDATION_ERROR} with the path of the first bad id
     */
    static List<UUID> teams(Identity caller, Collection<UUID> held, @Nullable List<UUID> requested) {
        if (requested == null || requested.isEmpty()) {
            return caller.kind() == SubjectKind.KEY ? caller.teams() : List.of();
        }
        refuseFirst("team_ids", requested, team -> !held.contains(team), "is not a team of yours");
        return requested.stream().distinct().toList();
    }

    /**
     * @throws ProblemException {@code VALIDATION_ERROR} unless the expiry is still to come
     */
    static void requireFuture(@Nullable Instant expiresAt, Instant now) {
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw ProblemException.invalidField("expires_at", "must be in the future");
        }
    }

    /**
     * @throws ProblemException {@code VALIDATION_ERROR} with the path of the first entry that is no address or range
     */
    static List<String> addresses(@Nullable List<String> requested) {
        List<String> addresses = orEmpty(requested);
        refuseFirst(
                "allowed_ips",
                addresses,
                text -> AddressRange.parse(text).isEmpty(),
                "must be an IP address or a CIDR range");
        return addresses;
    }

    /**
     * @throws ProblemException {@code VALIDATION_ERROR} with the path of the first entry that is no origin
     */
    static List<String> origins(@Nullable List<String> requested) {
        List<String> origins = orEmpty(requested);
        refuseFirst(
                "allowed_origins", origins, text -> !ORIGIN.matcher(text).matches(), "must be scheme://host[:port]");
        return origins;
    }

    private static List<String> orEmpty(@Nullable List<String> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    private static <T> void refuseFirst(String field, List<T> values, Predicate<T> isBad, String message) {
        for (int i = 0; i < values.size(); i++) {
            if (isBad.test(values.get(i))) {
                throw ProblemException.of(ErrorCode.VALIDATION_ERROR)
                        .with(new FieldViolation(field + "." + i, message));
            }
        }
    }

    private static boolean isAdministrative(String scope) {
        return scope.equals(Scopes.ADMIN) || scope.endsWith(":" + Scopes.ADMIN);
    }
}
