package io.breakwater.auth.exchange;

import io.breakwater.auth.address.AllowedAddresses;
import io.breakwater.auth.apikey.KeyConfig;
import io.breakwater.auth.keyusage.KeyUsage;
import io.breakwater.common.apikey.ApiKey;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says what an API key is and may do. */
@ApplicationScoped
class KeyExchange {

    private static final String LIMIT = "key";

    private final CredentialStore store;
    private final InternalTokens tokens;
    private final KeyConfig config;
    private final KeyUsage usage;
    private final Clock clock;

    KeyExchange(CredentialStore store, InternalTokens tokens, KeyConfig config, KeyUsage usage, Clock clock) {
        this.store = store;
        this.tokens = tokens;
        this.config = config;
        this.usage = usage;
        this.clock = clock;
    }

    ExchangeAnswer exchange(String credential, ExchangeRequest request) {
        StoredKey key = ApiKey.parse(credential, config.acceptedBrands())
                .flatMap(known -> store.key(HexFormat.of().parseHex(known.sha256Hex())))
                .orElseThrow(() -> ProblemException.of(ErrorCode.INVALID_API_KEY));
        requireUsable(key);
        if (!AllowedAddresses.allow(key.allowedIps(), request.clientIp())) {
            throw ProblemException.of(ErrorCode.FORBIDDEN, "This key may not be used from this address");
        }
        usage.note(key.id(), request.clientIp());
        Identity identity = identity(key, request.teamId());
        return ExchangeAnswer.of(tokens.tokenOf(identity, request.audience()), identity, key, limits(key));
    }

    /** What a key would be granted, from wherever it may be used; no token, and no use of the key. */
    ExchangeAnswer describe(UUID tenant, UUID id, @Nullable UUID team) {
        StoredKey key = store.key(id, tenant).orElseThrow(() -> ProblemException.of(ErrorCode.NOT_FOUND));
        requireUsable(key);
        return ExchangeAnswer.of(tokens.none(), identity(key, team), key, limits(key));
    }

    private static Identity identity(StoredKey key, @Nullable UUID chosenTeam) {
        return new Identity(
                SubjectKind.KEY,
                key.id(),
                key.tenantId(),
                key.environment(),
                null,
                key.kind().effectiveScopes(key.scopes()),
                key.teams(),
                team(key.teams(), chosenTeam),
                Set.of(),
                key.tenant().plan(),
                key.tenant().servicesQuotas());
    }

    private static Map<String, Integer> limits(StoredKey key) {
        Map<String, Integer> limits = key.tenant().limits();
        if (key.rateLimit() != null) {
            limits.put(LIMIT, key.rateLimit());
        }
        return limits;
    }

    private void requireUsable(StoredKey key) {
        if (key.revokedAt() != null) {
            throw ProblemException.of(ErrorCode.REVOKED_API_KEY);
        }
        if (key.expiresAt() != null && !clock.instant().isBefore(key.expiresAt())) {
            throw ProblemException.of(ErrorCode.EXPIRED_API_KEY);
        }
        key.tenant().requireNotSuspended();
    }

    /** The team that a request acts for: the one chosen, or the key's only one. */
    private static @Nullable UUID team(List<UUID> teams, @Nullable UUID chosen) {
        if (chosen != null) {
            return Teams.requireMember(teams, chosen);
        }
        return switch (teams.size()) {
            case 0 -> null;
            case 1 -> teams.getFirst();
            default -> throw ProblemException.of(ErrorCode.TEAM_REQUIRED);
        };
    }
}
