package io.breakwater.auth.exchange;

import io.breakwater.auth.apikey.AllowedAddresses;
import io.breakwater.auth.apikey.KeyConfig;
import io.breakwater.auth.session.AccessTokens;
import io.breakwater.auth.session.Session;
import io.breakwater.auth.tenant.TenantStatus;
import io.breakwater.auth.user.Role;
import io.breakwater.common.apikey.ApiKey;
import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides who a credential speaks for. */
@ApplicationScoped
class CredentialExchange {

    private static final String KEY_LIMIT = "key";
    private static final String TENANT_LIMIT = "tenant";
    private static final String PLATFORM_ROLE = "platform_admin";

    private final CredentialStore store;
    private final AccessTokens accessTokens;
    private final InternalTokens internalTokens;
    private final KeyConfig keys;
    private final Clock clock;

    CredentialExchange(
            CredentialStore store,
            AccessTokens accessTokens,
            InternalTokens internalTokens,
            KeyConfig keys,
            Clock clock) {
        this.store = store;
        this.accessTokens = accessTokens;
        this.internalTokens = internalTokens;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Exchanges a credential. Keys and tokens are told apart by form: a token has dots, a key has none.
     *
     * @throws ProblemException with the code for the state of the credential (CONTRACT §2)
     */
    ExchangeAnswer exchange(ExchangeRequest request) {
        String credential = request.credential();
        if (credential == null || credential.isEmpty()) {
            throw ProblemException.invalidField("credential", "must not be empty");
        }
        return credential.indexOf('.') >= 0 ? person(credential, request) : key(credential, request);
    }

    private ExchangeAnswer key(String credential, ExchangeRequest request) {
        Optional<ApiKey> parsed = ApiKey.parse(credential, keys.acceptedBrands());
        StoredKey key = parsed.flatMap(known -> store.key(HexFormat.of().parseHex(known.sha256Hex())))
                .orElseThrow(() -> ProblemException.of(ErrorCode.INVALID_API_KEY));
        requireUsable(key, request.clientIp());
        Identity identity = new Identity(
                SubjectKind.KEY,
                key.id(),
                key.tenant(),
                key.environment(),
                null,
                key.kind().effectiveScopes(key.scopes()),
                key.teams(),
                team(key.teams(), request.teamId()),
                Set.of(),
                key.plan());
        Map<String, Integer> limits = limits(key.requestsPerMinute());
        if (key.rateLimit() != null) {
            limits.put(KEY_LIMIT, key.rateLimit());
        }
        return ExchangeAnswer.of(
                internalTokens.tokenFor(identity).until(key.expiresAt()),
                identity,
                key.kind(),
                Map.copyOf(limits),
                key.allowedIps());
    }

    private void requireUsable(StoredKey key, @Nullable String clientIp) {
        if (key.revokedAt() != null) {
            throw ProblemException.of(ErrorCode.REVOKED_API_KEY);
        }
        Instant now = clock.instant();
        if (key.expiresAt() != null && !now.isBefore(key.expiresAt())) {
            throw ProblemException.of(ErrorCode.EXPIRED_API_KEY);
        }
        requireActive(key.tenantStatus());
        if (!AllowedAddresses.allow(key.allowedIps(), clientIp)) {
            throw ProblemException.of(ErrorCode.FORBIDDEN, "This key may not be used from this address");
        }
    }

    private ExchangeAnswer person(String token, ExchangeRequest request) {
        Session session = accessTokens.verify(token);
        StoredSession stored = store.session(session)
                .filter(found -> found.isAlive(clock.instant()))
                .orElseThrow(() -> ProblemException.of(ErrorCode.INVALID_TOKEN).internally("no living session"));
        Environment environment = request.environment() == null ? Environment.LIVE : request.environment();
        StoredSession.@Nullable Membership member = stored.member();
        return member == null
                ? administrator(session, environment, request)
                : member(session, member, environment, request);
    }

    private ExchangeAnswer member(
            Session session, StoredSession.Membership member, Environment environment, ExchangeRequest request) {
        requireActive(member.tenantStatus());
        Identity identity = new Identity(
                SubjectKind.USER,
                session.subject(),
                session.tenant(),
                environment,
                session.id(),
                member.role().scopes(),
                List.of(),
                team(List.of(), request.teamId()),
                Set.of(member.role().wireName()),
                member.plan());
        return ExchangeAnswer.of(
                internalTokens.tokenFor(identity),
                identity,
                null,
                Map.copyOf(limits(member.requestsPerMinute())),
                List.of());
    }

    private ExchangeAnswer administrator(Session session, Environment environment, ExchangeRequest request) {
        Identity identity = new Identity(
                SubjectKind.PLATFORM,
                session.subject(),
                null,
                environment,
                session.id(),
                Role.ADMIN.scopes(),
                List.of(),
                team(List.of(), request.teamId()),
                Set.of(PLATFORM_ROLE),
                null);
        return ExchangeAnswer.of(internalTokens.tokenFor(identity), identity, null, Map.of(), List.of());
    }

    private static void requireActive(TenantStatus status) {
        switch (status) {
            case ACTIVE, PAST_DUE, CANCELLED -> {}
            case SUSPENDED -> throw ProblemException.of(ErrorCode.TENANT_SUSPENDED);
        }
    }

    /** The team that a request acts for: the one chosen, or the credential's only one. */
    private static @Nullable UUID team(List<UUID> teams, @Nullable UUID chosen) {
        if (chosen != null) {
            if (!teams.contains(chosen)) {
                throw ProblemException.of(ErrorCode.FORBIDDEN, "The credential does not belong to this team");
            }
            return chosen;
        }
        return switch (teams.size()) {
            case 0 -> null;
            case 1 -> teams.getFirst();
            default -> throw ProblemException.of(ErrorCode.TEAM_REQUIRED);
        };
    }

    private static Map<String, Integer> limits(@Nullable Integer requestsPerMinute) {
        Map<String, Integer> limits = new HashMap<>();
        if (requestsPerMinute != null) {
            limits.put(TENANT_LIMIT, requestsPerMinute);
        }
        return limits;
    }
}
