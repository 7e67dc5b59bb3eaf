package io.breakwater.auth.apikey;

import io.breakwater.auth.address.AllowedAddresses;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What holds a key back, besides its scopes and teams. An absent bound is the widest.
 *
 * @param expiresAt null for never
 * @param rateLimit requests per 60 s; null for none of its own
 * @param allowedIps empty for everywhere
 * @param allowedOrigins empty for everywhere
 */
record KeyBounds(
        @Nullable Instant expiresAt,
        @Nullable Integer rateLimit,
        List<String> allowedIps,
        List<String> allowedOrigins) {

    static KeyBounds of(KeyRow row) {
        return new KeyBounds(
                row.expiresAt, row.rateLimit, List.copyOf(row.allowedIps), List.copyOf(row.allowedOrigins));
    }

    /** These bounds, with those of {@code outer} wherever these have none. */
    KeyBounds orElse(KeyBounds outer) {
        return new KeyBounds(
                expiresAt == null ? outer.expiresAt : expiresAt,
                rateLimit == null ? outer.rateLimit : rateLimit,
                allowedIps.isEmpty() ? outer.allowedIps : allowedIps,
                allowedOrigins.isEmpty() ? outer.allowedOrigins : allowedOrigins);
    }

    /** The first field in which these bounds allow something that {@code outer} does not; empty when there is none. */
    Optional<String> widerThan(KeyBounds outer) {
        if (outer.expiresAt != null && (expiresAt == null || expiresAt.isAfter(outer.expiresAt))) {
            return Optional.of("expires_at");
        }
        if (outer.rateLimit != null && (rateLimit == null || rateLimit > outer.rateLimit)) {
            return Optional.of("rate_limit");
        }
        if (!AllowedAddresses.within(allowedIps, outer.allowedIps)) {
            return Optional.of("allowed_ips");
        }
        boolean originsWithin = outer.allowedOrigins.isEmpty()
                || (!allowedOrigins.isEmpty() && new HashSet<>(outer.allowedOrigins).containsAll(allowedOrigins));
        return originsWithin ? Optional.empty() : Optional.of("allowed_origins");
    }
}
