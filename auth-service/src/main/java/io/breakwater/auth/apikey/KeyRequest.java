package io.breakwater.auth.apikey;

import io.breakwater.common.identity.Environment;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key as its maker wants it.
 *
 * @param kind secret unless said otherwise
 * @param environment the caller's own unless said otherwise
 * @param scopes by kind unless said otherwise; {@code read_only} and {@code full_access} are names for several
 * @param rateLimit requests per 60 s; null for the default
 * @param expiresAt null for never
 * @param allowedIps addresses and CIDR ranges; empty for everywhere
 * @param allowedOrigins {@code https://host[:port]}; empty for everywhere
 * @param metadata the maker's own; up to 4 KB
 */
record KeyRequest(
        @NotBlank
        @Size(max = 100)
        @Pattern(regexp = "^[^\\x00-\\x1F\\x7F]*$", message = "must not hold control characters")
        String name,

        @Nullable KeyKind kind,
        @Nullable Environment environment,
        @Nullable @Size(min = 1, max = 50) List<@NotNull @Size(max = 64) String> scopes,
        @Nullable @Size(max = 50) List<@NotNull UUID> teamIds,
        @Nullable @Min(1) @Max(10_000_000) Integer rateLimit,
        @Nullable Instant expiresAt,
        @Nullable @Size(max = 100) List<@NotNull @Size(max = 64) String> allowedIps,
        @Nullable @Size(max = 100) List<@NotNull @Size(max = 255) String> allowedOrigins,
        @Nullable @Size(max = 50) Map<String, Object> metadata) {}
