package io.breakwater.common.problem;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an error is written: a format, a map of codes, a map of statuses, and where extra fields go. The gateway chooses
 * the profile by route and names it to the upstream in {@value #HEADER}; it strips that header from clients.
 */
public enum ErrorProfile {
    /** {@code {"error":{code,message,statusCode,category,details,requestId}}}; the default. */
    STRUCTURED(Format.ENVELOPE),
    /** As structured; a missing scope is {@code FORBIDDEN} and a body that fails validation is 422. */
    BREADBOX(Format.ENVELOPE) {
        @Override
        String wireCode(ErrorCode code) {
            return code == ErrorCode.MISSING_SCOPE ? ErrorCode.FORBIDDEN.name() : code.name();
        }

        @Override
        int status(ErrorCode code) {
            return code == ErrorCode.VALIDATION_ERROR ? 422 : code.status();
        }
    },
    /** As structured; every 401 is {@code UNAUTHORIZED}. */
    BROXI(Format.ENVELOPE) {
        @Override
        String wireCode(ErrorCode code) {
            return code.status() == 401 ? "UNAUTHORIZED" : code.name();
        }
    },
    /** {@code {"detail":"…"}}. */
    DETAIL(Format.DETAIL),
    /** {@code {"error":"missing_scope","message":"…"}} with extras at top level; every 401 is {@code unauthenticated}. */
    SLUG(Format.SLUG) {
        @Override
        String wireCode(ErrorCode code) {
            return code.status() == 401 ? "unauthenticated" : code.name().toLowerCase(Locale.ROOT);
        }
    },
    /** RFC 9457, {@code application/problem+json}. */
    PROBLEM(Format.RFC9457);

    /** The request header in which the gateway names the profile to an upstream. */
    public static final String HEADER = "X-Error-Profile";

    enum Format {
        ENVELOPE,
        DETAIL,
        SLUG,
        RFC9457
    }

    private final Format format;

    ErrorProfile(Format format) {
        this.format = format;
    }

    Format format() {
        return format;
    }

    String wireCode(ErrorCode code) {
        return code.name();
    }

    int status(ErrorCode code) {
        return code.status();
    }

    /** The profile's name in configuration and in {@value #HEADER}: lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The profile of that name; empty when there is none. */
    public static Optional<ErrorProfile> byName(String name) {
        for (ErrorProfile profile : values()) {
            if (profile.wireName().equals(name)) {
                return Optional.of(profile);
            }
        }
        return Optional.empty();
    }

    /** The profile for an answer, from the two headers that decide it; null stands for a header that is absent. */
    static ErrorProfile of(@Nullable String named, @Nullable String accept) {
        ErrorProfile routes = named == null ? STRUCTURED : byName(named).orElse(STRUCTURED);
        return choose(accept == null ? "" : accept, routes);
    }

    /**
     * Chooses the profile for one answer: a client that accepts {@code application/problem+json} gets it on any route;
     * otherwise the route's stands.
     *
     * @param accept the client's {@code Accept} header, or empty
     */
    public static ErrorProfile choose(String accept, ErrorProfile routes) {
        return accept.toLowerCase(Locale.ROOT).contains("application/problem+json") ? PROBLEM : routes;
    }
}
