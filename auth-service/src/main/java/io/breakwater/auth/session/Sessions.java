package io.breakwater.auth.session;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.audit.RequestOrigin;
import io.breakwater.auth.feed.ChangeFeed;
import io.breakwater.auth.session.RefreshOutcome.Refreshed;
import io.breakwater.auth.session.RefreshOutcome.Refused;
import io.breakwater.auth.session.RefreshOutcome.Reused;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Starts, continues and ends sessions. */
@ApplicationScoped
@Transactional
public class Sessions {

    private static final String REFRESH_REUSE = "refresh_reuse";

    private final SessionConfig config;
    private final RefreshTokens tokens;
    private final ChangeFeed feed;
    private final AuditLog auditLog;
    private final RequestOrigin origin;
    private final EntityManager entities;
    private final Clock clock;

    Sessions(
            SessionConfig config,
            RefreshTokens tokens,
            ChangeFeed feed,
            AuditLog auditLog,
            RequestOrigin origin,
            EntityManager entities,
            Clock clock) {
        this.config = config;
        this.tokens = tokens;
        this.feed = feed;
        this.auditLog = auditLog;
        this.origin = origin;
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * The session that a person acts in.
     *
     * @throws ProblemException {@code FORBIDDEN} when there is none: a person whom an external issuer vouches for
     */
    public static UUID require(Identity person) {
        UUID session = person.session();
        if (session == null) {
            throw ProblemException.of(ErrorCode.FORBIDDEN, "This needs a session, and you have none here");
        }
        return session;
    }

    /**
     * Starts a user's session in a tenant.
     *
     * @param inCookies whether its tokens are answered in cookies, from now on alone
     */
    public Refreshed startTenantSession(UUID user, UUID tenant, boolean inCookies) {
        SessionRow row = newRow(Realm.TENANT, inCookies);
        row.userId = user;
        row.tenantId = tenant;
        return start(row);
    }

    /** Starts a platform administrator's session; see {@link #startTenantSession}. */
    public Refreshed startPlatformSession(UUID administrator, boolean inCookies) {
        SessionRow row = newRow(Realm.PLATFORM, inCookies);
        row.platformAdminId = administrator;
        return start(row);
    }

    private SessionRow newRow(Realm realm, boolean inCookies) {
        Instant now = clock.instant();
        SessionRow row = new SessionRow();
        row.id = UuidCreator.getTimeOrderedEpoch();
        row.realm = realm.wireName();
        row.createdAt = now;
        row.idleExpiresAt = now.plus(config.idle());
        row.expiresAt = now.plus(config.absolute());
        row.lastUsedAt = now;
        row.ip = origin.ip();
        row.userAgent = origin.userAgent();
        row.inCookies = inCookies;
        return row;
    }

    private Refreshed start(SessionRow row) {
        row.persistAndFlush();
        String token = tokens.first();
        issue(row.id, token, row.createdAt);
        return refreshed(row, token);
    }

    /**
     * Takes a refresh token in. A {@link Reused} ends the session in the present transaction, so a caller that refuses
     * must do so after the commit.
     *
     * @param inCookies whether the tokens are to be answered in cookies, from now on alone
     */
    public RefreshOutcome refresh(String presented, boolean inCookies) {
        byte[] hash = RefreshTokens.hash(presented);
        @Nullable SessionRow session = lockFamily(hash);
        if (session == null) {
            return new Refused();
        }
        Instant now = clock.instant();
        if (!session.isAlive(now)) {
            return new Refused();
        }
        session.inCookies |= inCookies;
        RefreshTokenRow token = RefreshTokenRow.findById(hash);
        String next = tokens.successor(presented);
        if (token.usedAt == null) {
            token.usedAt = now;
            token.successor = RefreshTokens.hash(next);
            issue(session.id, next, now);
            session.idleExpiresAt = now.plus(config.idle());
            session.lastUsedAt = now;
            return refreshed(session, next);
        }
        if (isRepeatedAtOnce(token, next, now)) {
            return refreshed(session, next);
        }
        end(session, REFRESH_REUSE);
        return new Reused(session.toSession());
    }

    /** A session ends at the earlier of its two bounds. */
    private static Refreshed refreshed(SessionRow row, String token) {
        Instant idle = row.idleExpiresAt.isBefore(row.expiresAt) ? row.idleExpiresAt : row.expiresAt;
        return new Refreshed(row.toSession(), token, idle, row.inCookies);
    }

    /**
     * Whether the tokens of a session may be answered in cookies alone. Reads that alone: a row that is loaded without its
     * lock would be believed when it is locked later.
     */
    public boolean isInCookies(UUID session) {
        return entities.createQuery("select inCookies from SessionRow where id = ?1", Boolean.class)
                .setParameter(1, session)
                .getResultStream()
                .anyMatch(Boolean::booleanValue);
    }

    /** Reads the family first and the token only under the family's lock, so that its state is the newest. */
    private @Nullable SessionRow lockFamily(byte[] hash) {
        List<UUID> family = entities.createQuery("select family from RefreshTokenRow where sha256 = ?1", UUID.class)
                .setParameter(1, hash)
                .getResultList();
        return family.isEmpty() ? null : SessionRow.findById(family.getFirst(), LockModeType.PESSIMISTIC_WRITE);
    }

    /** Whether this is the token just before the newest, used a moment ago. */
    private boolean isRepeatedAtOnce(RefreshTokenRow token, String next, Instant now) {
        byte[] expected = RefreshTokens.hash(next);
        if (token.usedAt == null
                || now.isAfter(token.usedAt.plus(config.refreshGrace()))
                || !Arrays.equals(expected, token.successor)) {
            return false;
        }
        RefreshTokenRow newest = RefreshTokenRow.findById(expected);
        return newest.usedAt == null;
    }

    private static void issue(UUID family, String token, Instant now) {
        RefreshTokenRow row = new RefreshTokenRow();
        row.sha256 = RefreshTokens.hash(token);
        row.family = family;
        row.issuedAt = now;
        row.persist();
    }

    /**
     * Ends a session.
     *
     * @param reason up to 40 of {@code [a-z_]}
     * @return false when it had ended already, or there is none
     */
    public boolean end(UUID session, String reason) {
        @Nullable SessionRow row = SessionRow.findById(session, LockModeType.PESSIMISTIC_WRITE);
        if (row == null || !row.isAlive(clock.instant())) {
            return false;
        }
        end(row, reason);
        return true;
    }

    /**
     * Ends every living session of a user, and tells the gateways and the audit trail of each.
     *
     * @param tenant only the sessions in that tenant; null for all
     * @param reason why, for the audit trail: up to 40 of {@code [a-z_]}
     * @return how many were ended
     */
    public int endAllOf(UUID user, @Nullable UUID tenant, String reason) {
        return endAll(user, tenant, null, reason);
    }

    /** Ends every living session of a user but one; see {@link #endAllOf}. */
    public int endOthersOf(UUID user, UUID kept, String reason) {
        return endAll(user, null, kept, reason);
    }

    /**
     * Ends a session of a user's.
     *
     * @param tenant the tenant that the session must be in; null for any
     * @param reason up to 40 of {@code [a-z_]}
     * @return what was ended; empty when it is not theirs or had ended already
     */
    public Optional<SessionInfo> endOf(UUID user, @Nullable UUID tenant, UUID session, String reason) {
        @Nullable SessionRow row = SessionRow.findById(session, LockModeType.PESSIMISTIC_WRITE);
        if (row == null || !user.equals(row.userId) || !row.isAlive(clock.instant())) {
            return Optional.empty();
        }
        if (tenant != null && !tenant.equals(row.tenantId)) {
            return Optional.empty();
        }
        end(row, reason);
        return Optional.of(SessionInfo.from(row));
    }

    /**
     * A user's living sessions, newest first.
     *
     * @param tenant only those in that tenant; null for all
     * @param before only older ones; null for the newest
     */
    public List<SessionInfo> living(UUID user, @Nullable UUID tenant, @Nullable UUID before, int limit) {
        StringBuilder living =
                new StringBuilder("userId = :user and endedAt is null and idleExpiresAt > :now and expiresAt > :now");
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("user", user);
        parameters.put("now", clock.instant());
        if (tenant != null) {
            living.append(" and tenantId = :tenant");
            parameters.put("tenant", tenant);
        }
        if (before != null) {
            living.append(" and id < :before");
            parameters.put("before", before);
        }
        return SessionRow.<SessionRow>find(living + " order by id desc", parameters).range(0, limit - 1).stream()
                .map(SessionInfo::from)
                .toList();
    }

    private int endAll(UUID user, @Nullable UUID tenant, @Nullable UUID kept, String reason) {
        Instant now = clock.instant();
        List<SessionRow> rows = SessionRow.<SessionRow>find("userId = ?1 and endedAt is null order by id", user)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .stream()
                .filter(row -> row.isAlive(now))
                .filter(row -> tenant == null || tenant.equals(row.tenantId))
                .filter(row -> !row.id.equals(kept))
                .toList();
        for (SessionRow row : rows) {
            end(row, reason);
            auditLog.record(AuditEvent.of("session.ended")
                    .bySystem()
                    .in(row.tenantId)
                    .on("session", row.id)
                    .about(user)
                    .with("reason", reason));
        }
        return rows.size();
    }

    private void end(SessionRow session, String reason) {
        session.endedAt = clock.instant();
        session.endReason = reason;
        feed.sessionEnded(session.id, session.tenantId);
    }
}
