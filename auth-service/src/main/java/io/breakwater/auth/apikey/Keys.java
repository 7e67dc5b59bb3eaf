package io.breakwater.auth.apikey;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.auth.feed.ChangeFeed;
import io.breakwater.auth.paging.Page;
import io.breakwater.auth.paging.PageRequest;
import io.breakwater.auth.plan.Plan;
import io.breakwater.auth.tenant.Tenants;
import io.breakwater.common.apikey.ApiKey;
import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Mints, lists, changes and revokes the keys of the caller's tenant and environment. */
@ApplicationScoped
@Transactional
class Keys {

    private final KeyConfig config;
    private final KeyMetadata metadata;
    private final Tenants tenants;
    private final ChangeFeed feed;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Keys(KeyConfig config, KeyMetadata metadata, Tenants tenants, ChangeFeed feed, Clock clock) {
        this.config = config;
        this.metadata = metadata;
        this.tenants = tenants;
        this.feed = feed;
        this.clock = clock;
    }

    /**
     * Mints a key; the answer alone holds its plaintext.
     *
     * @throws ProblemException {@code QUOTA_EXCEEDED} when the plan allows no further key
     */
    KeyView mint(Identity caller, KeyRequest request) {
        UUID tenant = caller.requireTenant();
        KeyKind kind = request.kind() == null ? KeyKind.SECRET : request.kind();
        Environment environment = KeyRules.environment(caller, request.environment());
        KeyRow row = new KeyRow();
        row.id = UuidCreator.getTimeOrderedEpoch();
        row.tenantId = tenant;
        row.environment = environment.wireName();
        row.kind = kind.wireName();
        row.createdByKind = caller.kind().wireName();
        row.createdBy = caller.subject();
        row.createdAt = clock.instant();
        apply(row, request, caller);
        KeyRules.requireMayGrant(caller, row.scopes);

        ApiKey key = ApiKey.mint(config.brand(), environment, random);
        row.sha256 = HexFormat.of().parseHex(key.sha256Hex());
        row.prefix = key.prefix();
        row.lastFour = key.lastFour();

        requireRoom(tenants.lockPlan(tenant), tenant, row.createdAt);
        row.persist();
        return view(row).withKey(key.plaintext());
    }

    private static void requireRoom(Plan plan, UUID tenant, Instant now) {
        if (plan.apiKeys() == null) {
            return;
        }
        long alive = KeyRow.count(
                "tenantId = ?1 and revokedAt is null and (expiresAt is null or expiresAt > ?2)", tenant, now);
        if (alive >= plan.apiKeys()) {
            throw ProblemException.of(ErrorCode.QUOTA_EXCEEDED, "The plan allows no further API key")
                    .withField("kind", "api_keys")
                    .withField("limit", plan.apiKeys())
                    .withField("current", alive)
                    .withField("tier", plan.id());
        }
    }

    /** A page of the keys, newest first, revoked and expired ones included. */
    Page<KeyView> list(Identity caller, PageRequest page) {
        String mine = "tenantId = ?1 and environment = ?2";
        UUID tenant = caller.requireTenant();
        String environment = caller.environment().wireName();
        List<KeyRow> rows = page.after() == null
                ? KeyRow.<KeyRow>find(mine + " order by id desc", tenant, environment)
                        .range(0, page.rows() - 1)
                        .list()
                : KeyRow.<KeyRow>find(mine + " and id < ?3 order by id desc", tenant, environment, page.after())
                        .range(0, page.rows() - 1)
                        .list();
        return page.page(rows, row -> row.id, this::view);
    }

    /**
     * @throws ProblemException {@code NOT_FOUND}
     */
    KeyView get(Identity caller, UUID id) {
        return view(row(caller, id, LockModeType.NONE));
    }

    /**
     * Changes a key. What it holds afterwards, when that is more than before, the caller must hold too; a key cannot
     * change itself, so that it does not outgrow the bounds it was given.
     *
     * @param change from the key as a request would describe it to the request that describes it as wanted
     * @throws ProblemException {@code NOT_FOUND}; {@code FORBIDDEN} for the key itself; {@code CONFLICT} when it is revoked;
     *     {@code QUOTA_EXCEEDED} when it had expired and the plan has no room for it to live again
     */
    KeyView change(Identity caller, UUID id, Function<KeyRequest, KeyRequest> change) {
        if (caller.subject().equals(id)) {
            throw ProblemException.of(ErrorCode.FORBIDDEN, "A key cannot change itself");
        }
        // Before the key's own row, as minting locks in this order too.
        Plan plan = tenants.lockPlan(caller.requireTenant());
        KeyRow row = row(caller, id, LockModeType.PESSIMISTIC_WRITE);
        if (row.revokedAt != null) {
            throw ProblemException.of(ErrorCode.CONFLICT, "A revoked key cannot be changed");
        }
        List<String> before = List.copyOf(row.scopes);
        @Nullable Instant expiryBefore = row.expiresAt;
        KeyRequest wanted = change.apply(describe(row));
        boolean expiryChanges =
                wanted.expiresAt() != null && !wanted.expiresAt().equals(expiryBefore);
        Instant now = clock.instant();
        KeyRules.requireFuture(expiryChanges ? wanted.expiresAt() : null, now);
        boolean revives = expiryBefore != null && !now.isBefore(expiryBefore);
        if (revives && (expiryChanges || wanted.expiresAt() == null)) {
            requireRoom(plan, row.tenantId, now);
        }
        assign(row, wanted);
        if (!row.scopes.equals(before)) {
            KeyRules.requireMayGrant(caller, row.scopes);
        }
        if (!row.teamIds.equals(wanted.teamIds())) {
            row.teamIds = KeyRules.teams(caller, wanted.teamIds());
        }
        feed.keyChanged(row.id, row.tenantId, row.environment());
        return view(row);
    }

    /**
     * Revokes a key for good; a second time nothing happens.
     *
     * @throws ProblemException {@code NOT_FOUND}
     */
    void revoke(Identity caller, UUID id) {
        KeyRow row = row(caller, id, LockModeType.PESSIMISTIC_WRITE);
        if (row.revokedAt == null) {
            row.revokedAt = clock.instant();
            row.updatedAt = row.revokedAt;
            feed.keyRevoked(row.id, row.tenantId, row.environment());
        }
    }

    private void apply(KeyRow row, KeyRequest request, Identity caller) {
        KeyRules.requireFuture(request.expiresAt(), clock.instant());
        assign(row, request);
        row.teamIds = KeyRules.teams(caller, request.teamIds());
    }

    private void assign(KeyRow row, KeyRequest request) {
        row.name = request.name().strip();
        row.scopes = KeyRules.scopes(request.scopes(), KeyKind.of(row.kind));
        row.rateLimit = request.rateLimit();
        row.expiresAt = request.expiresAt() == null ? null : request.expiresAt().truncatedTo(ChronoUnit.MILLIS);
        row.allowedIps = KeyRules.addresses(request.allowedIps());
        row.allowedOrigins = KeyRules.origins(request.allowedOrigins());
        row.metadata = metadata.write(request.metadata());
        row.updatedAt = clock.instant();
    }

    private KeyRequest describe(KeyRow row) {
        return new KeyRequest(
                row.name,
                KeyKind.of(row.kind),
                row.environment(),
                List.copyOf(row.scopes),
                List.copyOf(row.teamIds),
                row.rateLimit,
                row.expiresAt,
                List.copyOf(row.allowedIps),
                List.copyOf(row.allowedOrigins),
                metadata.read(row.metadata));
    }

    private KeyView view(KeyRow row) {
        return KeyView.from(row, metadata.read(row.metadata), clock.instant());
    }

    /** Another tenant's or environment's key is not there. */
    private static KeyRow row(Identity caller, UUID id, LockModeType lock) {
        @Nullable KeyRow row = KeyRow.findById(id, lock);
        if (row == null || !row.tenantId.equals(caller.requireTenant()) || row.environment() != caller.environment()) {
            throw ProblemException.of(ErrorCode.NOT_FOUND).internally("no key " + id + " for this caller");
        }
        return row;
    }
}
