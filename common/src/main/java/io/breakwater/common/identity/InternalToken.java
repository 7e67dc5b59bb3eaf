package io.breakwater.common.identity;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * The claims of the internal token (the second half of the phantom-token pattern): written by auth-service alone, read
 * by every service. {@code sub} is the subject's id, {@code groups} the roles, {@code aud} {@value #AUDIENCE}, or
 * what an operator calls a service of their own, which then reads the same claims.
 */
public final class InternalToken {

    public static final String ISSUER = "breakwater-auth";
    public static final String AUDIENCE = "breakwater-internal";

    private static final String RESERVED = "breakwater";

    /** Names and URIs: what is visible in ASCII, without quotes, backslashes and commas. */
    private static final Pattern FOREIGN_AUDIENCE = Pattern.compile("[!#-+\\--\\[\\]-~]{1,255}");

    private static final String KIND = "kind";
    private static final String TENANT = "tenant";
    private static final String ENVIRONMENT = "env";
    private static final String SESSION = "sid";
    private static final String SCOPES = "scopes";
    private static final String TEAMS = "teams";
    private static final String TEAM = "team";
    private static final String PLAN = "plan";
    private static final String QUOTAS = "quotas";

    private InternalToken() {}

    /**
     * Whether a token may be made for an audience besides this suite: a name or a URI of 1 to 255 visible ASCII characters that
     * does not begin as this suite's own audiences do.
     */
    public static boolean isForeignAudience(String audience) {
        return FOREIGN_AUDIENCE.matcher(audience).matches()
                && !audience.toLowerCase(Locale.ROOT).startsWith(RESERVED);
    }

    /** The claims that carry an identity, besides {@code sub} and {@code groups}, in a form that JSON takes. */
    public static Map<String, Object> claims(Identity identity) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put(KIND, identity.kind().wireName());
        claims.put(ENVIRONMENT, identity.environment().wireName());
        claims.put(SCOPES, List.copyOf(identity.scopes()));
        claims.put(TEAMS, identity.teams().stream().map(UUID::toString).toList());
        putIfPresent(claims, TENANT, identity.tenant());
        putIfPresent(claims, SESSION, identity.session());
        putIfPresent(claims, TEAM, identity.team());
        putIfPresent(claims, PLAN, identity.plan());
        if (!identity.quotas().isEmpty()) {
            claims.put(QUOTAS, identity.quotas());
        }
        return claims;
    }

    /**
     * Reads the identity out of a token whose signature, issuer, audience and expiry are already verified.
     *
     * @throws ProblemException {@code INVALID_TOKEN} when a claim is missing or malformed
     */
    public static Identity read(JsonWebToken token) {
        try {
            return new Identity(
                    SubjectKind.of(required(token, KIND)),
                    UUID.fromString(token.getSubject()),
                    optionalId(token, TENANT),
                    Environment.of(required(token, ENVIRONMENT)),
                    optionalId(token, SESSION),
                    strings(token, SCOPES),
                    strings(token, TEAMS).stream().map(UUID::fromString).toList(),
                    optionalId(token, TEAM),
                    token.getGroups(),
                    optional(token, PLAN),
                    quotas(token));
        } catch (IllegalArgumentException | NullPointerException | ClassCastException e) {
            throw ProblemException.of(ErrorCode.INVALID_TOKEN)
                    .internally("internal token with malformed claims")
                    .causedBy(e);
        }
    }

    private static void putIfPresent(Map<String, Object> claims, String name, @Nullable Object value) {
        if (value != null) {
            claims.put(name, value.toString());
        }
    }

    private static String required(JsonWebToken token, String claim) {
        String value = optional(token, claim);
        if (value == null) {
            throw new IllegalArgumentException("no claim " + claim);
        }
        return value;
    }

    private static @Nullable String optional(JsonWebToken token, String claim) {
        Object value = token.getClaim(claim);
        return switch (value) {
            case null -> null;
            case JsonString json -> json.getString();
            default -> value.toString();
        };
    }

    private static @Nullable UUID optionalId(JsonWebToken token, String claim) {
        String value = optional(token, claim);
        return value == null ? null : UUID.fromString(value);
    }

    private static Map<String, Long> quotas(JsonWebToken token) {
        Object value = token.getClaim(QUOTAS);
        Map<String, Long> quotas = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> limits) {
            limits.forEach((kind, limit) -> quotas.put(String.valueOf(kind), number(limit)));
        }
        return quotas;
    }

    private static long number(Object value) {
        return switch (value) {
            case JsonNumber json -> json.longValueExact();
            case Number number -> number.longValue();
            default -> throw new IllegalArgumentException("a limit is no number");
        };
    }

    private static Set<String> strings(JsonWebToken token, String claim) {
        Object value = token.getClaim(claim);
        Set<String> strings = new LinkedHashSet<>();
        if (value instanceof JsonArray array) {
            for (JsonValue element : array) {
                strings.add(((JsonString) element).getString());
            }
        } else if (value instanceof Iterable<?> elements) {
            elements.forEach(element -> strings.add(String.valueOf(element)));
        }
        return strings;
    }
}
