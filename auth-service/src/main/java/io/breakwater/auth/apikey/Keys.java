package io.breakwater.auth.apikey;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.feed.ChangeFeed;
import io.breakwater.auth.keynotice.KeyQuotaNotices;
import io.breakwater.auth.keyusage.KeyUsage;
import io.breakwater.auth.paging.Page;
import io.breakwater.auth.paging.PageRequest;
import io.breakwater.auth.plan.Plan;
import io.breakwater.auth.tenant.Tenants;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Mints, lists, changes and revokes the keys of the caller's tenant and environment. */
@ApplicationScoped
@Transactional
class Keys {

    /** The keys alive, but for those in grace whose successor is alive and counts in their place. */
    private static final String COUNTED = """
            from KeyRow k
            where k.tenantId = ?1 and k.revokedAt is null and (k.expiresAt is null or k.expiresAt > ?2)
                and not exists (select s.id from KeyRow s where s.id = k.replacedBy
                    and s.revokedAt is null and (s.expiresAt is null or s.expiresAt > ?2))
            """;

    private final KeyRows rows;
    private final KeyGrants grants;
    private final KeyMetadata metadata;
    private final KeyUsage usage;
    private final Tenants tenants;
    private final ChangeFeed feed;
    private final KeyQuotaNotices notices;
    private final AuditLog audit;
    private final Clock clock;

    Keys(
            KeyRows rows,
            KeyGrants grants,
            KeyMetadata metadata,
            KeyUsage usage,
            Tenants tenants,
            ChangeFeed feed,
            KeyQuotaNotices notices,
            AuditLog audit,
            Clock clock) {
        this.notices = notices;
        this.rows = rows;
        this.grants = grants;
        this.metadata = metadata;
        this.usage = usage;
        this.tenants = tenants;
        this.feed = feed;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Mints a key; the answer alone holds its plaintext. A key that mints hands its own bounds on wherever the request
     * names none.
     *
     * @throws ProblemException {@code QUOTA_EXCEEDED} when the plan allows no further key; {@code MISSING_SCOPE} or
     *     {@code FORBIDDEN} for more than the caller holds
     */
    KeyView mint(Identity caller, KeyRequest request) {
        UUID tenant = caller.requireTenant();
        KeyKind kind = request.kind() == null ? KeyKind.SECRET : request.kind();
        Environment environment = KeyRules.environment(caller, request.environment());
        grants.requireMayMint(caller, environment);
        // Before teams are looked at, which are deleted under the same lock, and before the calling key's row.
        Plan plan = tenants.lockPlan(tenant);
        KeyRow row = new KeyRow();
        row.id = UuidCreator.getTimeOrderedEpoch();
        row.tenantId = tenant;
        row.environment = environment.wireName();
        row.kind = kind.wireName();
        row.createdByKind = caller.kind().wireName();
        row.createdBy = caller.subject();
        row.createdAt = clock.instant();
        KeyRules.requireFuture(request.expiresAt(), row.createdAt);
        assign(row, request);
        row.teamIds = grants.teams(caller, request.teamIds());
        KeyRules.requireMayGrant(caller, row.scopes);
        KeyBounds outer = grants.bounds(caller);
        KeyBounds bounds = KeyBounds.of(row).orElse(outer);
        KeyGrants.requireWithin(bounds, outer, "A key grants no more than it holds");
        bound(row, bounds);
        String plaintext = rows.mint(row);

        requireRoom(plan, row, row.createdAt);
        row.persist();
        audit.record(event("key.created", caller, row).with("kind", row.kind).with("scopes", List.copyOf(row.scopes)));
        return rows.view(row).withKey(plaintext);
    }

    private static void bound(KeyRow row, KeyBounds bounds) {
        row.expiresAt = bounds.expiresAt();
        row.rateLimit = bounds.rateLimit();
        row.allowedIps = bounds.allowedIps();
        row.allowedOrigins = bounds.allowedOrigins();
    }

    /** For a key that is about to count. */
    private void requireRoom(Plan plan, KeyRow row, Instant now) {
        if (plan.apiKeys() == null) {
            return;
        }
        long alive = KeyRow.count(COUNTED, row.tenantId, now);
        if (alive >= plan.apiKeys()) {
            throw ProblemException.of(ErrorCode.QUOTA_EXCEEDED, "The plan allows no further API key")
                    .withField("kind", "api_keys")
                    .withField("limit", plan.apiKeys())
                    .withField("current", alive)
                    .withField("tier", plan.id());
        }
        notices.adding(row.tenantId, Environment.of(row.environment), plan.apiKeys(), alive + 1);
    }

    /** A page of the keys, newest first, revoked and expired ones included. */
    Page<KeyView> list(Identity caller, PageRequest page) {
        String mine = "tenantId = ?1 and environment = ?2";
        UUID tenant = caller.requireTenant();
        String environment = caller.environment().wireName();
        List<KeyRow> found = page.after() == null
                ? KeyRow.<KeyRow>find(mine + " order by id desc", tenant, environment)
                        .range(0, page.rows() - 1)
                        .list()
                : KeyRow.<KeyRow>find(mine + " and id < ?3 order by id desc", tenant, environment, page.after())
                        .range(0, page.rows() - 1)
                        .list();
        return page.page(found, row -> row.id, rows::view);
    }

    /**
     * One key, and who uses it.
     *
     * @throws ProblemException {@code NOT_FOUND}
     */
    KeyView get(Identity caller, UUID id) {
        return rows.view(rows.of(caller, id, LockModeType.NONE)).withUsedBy(usage.recent(id));
    }

    /** The calling key. */
    KeyView self(Identity key) {
        return rows.view(rows.of(key, key.subject(), LockModeType.NONE));
    }

    /**
     * Changes a key. When its scopes or teams change, the caller must hold all that it holds afterwards, and be bounded no
     * more than it is. A key cannot change itself, and loosens no other key's expiry, rate limit, addresses or origins: it
     * only tightens them. A key that was replaced can no longer be changed, as it does not count against the plan.
     *
     * @param change from the key as a request would describe it to the request that describes it as wanted
     * @throws ProblemException {@code NOT_FOUND}; {@code MISSING_SCOPE} or {@code FORBIDDEN} for more than the caller holds,
     *     for the key itself and for a key that loosens; {@code CONFLICT} when it is revoked or was replaced;
     *     {@code QUOTA_EXCEEDED} when it had expired and the plan has no room for it to live again, {@code CONFLICT} when a
     *     team of it is gone
     */
    KeyView change(Identity caller, UUID id, Function<KeyRequest, KeyRequest> change) {
        if (caller.subject().equals(id)) {
            throw ProblemException.of(ErrorCode.FORBIDDEN, "A key cannot change itself");
        }
        // Before the key's own row, as minting locks in this order too.
        Plan plan = tenants.lockPlan(caller.requireTenant());
        KeyRow row = rows.lock(caller, id);
        grants.bounds(caller);
        if (row.revokedAt != null || row.replacedBy != null) {
            throw ProblemException.of(ErrorCode.CONFLICT, "A key that is revoked or was replaced cannot be changed");
        }
        List<String> scopesBefore = List.copyOf(row.scopes);
        List<UUID> teamsBefore = List.copyOf(row.teamIds);
        KeyBounds before = KeyBounds.of(row);
        KeyRequest wanted = change.apply(describe(row));
        @Nullable Instant expiry = toMillis(wanted.expiresAt());
        Instant now = clock.instant();
        boolean expiresAnew = !Objects.equals(expiry, before.expiresAt());
        boolean revives = expiresAnew && !row.isAlive(now);
        if (expiresAnew) {
            KeyRules.requireFuture(expiry, now);
            row.expiryNoticeDays = null;
        }
        if (revives) {
            // Before anything of the row changes that the count would see.
            requireRoom(plan, row, now);
        }
        assign(row, wanted);
        if (caller.kind() != SubjectKind.USER) {
            KeyGrants.requireWithin(KeyBounds.of(row), before, "Only a signed-in user may loosen what bounds a key");
        }
        if (!row.teamIds.equals(wanted.teamIds())) {
            row.teamIds = grants.changedTeams(caller, wanted.teamIds());
        }
        if (!row.scopes.equals(scopesBefore) || !row.teamIds.equals(teamsBefore)) {
            grants.requireMayHold(caller, row);
        }
        if (revives) {
            grants.requireTeams(row);
        }
        feed.keyChanged(row.id, row.tenantId, row.environment());
        audit.record(event("key.changed", caller, row).with("scopes", List.copyOf(row.scopes)));
        return rows.view(row);
    }

    /**
     * Revokes a key for good; a second time nothing happens.
     *
     * @throws ProblemException {@code NOT_FOUND}
     */
    void revoke(Identity caller, UUID id) {
        KeyRow row = rows.of(caller, id, LockModeType.PESSIMISTIC_WRITE);
        if (row.revokedAt == null) {
            row.revokedAt = clock.instant();
            row.updatedAt = row.revokedAt;
            feed.keyRevoked(row.id, row.tenantId, row.environment());
            audit.record(event("key.revoked", caller, row));
        }
    }

    private static AuditEvent event(String action, Identity caller, KeyRow row) {
        return AuditEvent.of(action)
                .by(caller)
                .in(row.tenantId)
                .environment(row.environment())
                .on("api_key", row.id);
    }

    private void assign(KeyRow row, KeyRequest request) {
        row.name = request.name().strip();
        row.scopes = KeyRules.scopes(request.scopes(), KeyKind.of(row.kind));
        row.rateLimit = request.rateLimit();
        row.expiresAt = toMillis(request.expiresAt());
        row.allowedIps = KeyRules.addresses(request.allowedIps());
        row.allowedOrigins = KeyRules.origins(request.allowedOrigins());
        row.metadata = metadata.write(request.metadata());
        row.updatedAt = clock.instant();
    }

    private static @Nullable Instant toMillis(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS);
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
}
