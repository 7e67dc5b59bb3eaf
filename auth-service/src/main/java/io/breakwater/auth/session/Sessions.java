package io.breakwater.auth.session;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.auth.feed.ChangeFeed;
import io.breakwater.auth.session.RefreshOutcome.Refreshed;
import io.breakwater.auth.session.RefreshOutcome.Refused;
import io.breakwater.auth.session.RefreshOutcome.Reused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Starts, continues and ends sessions. */
@ApplicationScoped
@Transactional
public class Sessions {

    private static final String LOGOUT = "logout";
    private static final String REFRESH_REUSE = "refresh_reuse";

    private final SessionConfig config;
    private final RefreshTokens tokens;
    private final ChangeFeed feed;
    private final EntityManager entities;
    private final Clock clock;

    Sessions(SessionConfig config, RefreshTokens tokens, ChangeFeed feed, EntityManager entities, Clock clock) {
        this.config = config;
        this.tokens = tokens;
        this.feed = feed;
        this.entities = entities;
        this.clock = clock;
    }

    /** Starts a user's session in a tenant. */
    public Refreshed startTenantSession(UUID user, UUID tenant) {
        SessionRow row = newRow(Realm.TENANT);
        row.userId = user;
        row.tenantId = tenant;
        return start(row);
    }

    /** Starts a platform administrator's session. */
    public Refreshed startPlatformSession(UUID administrator) {
        SessionRow row = newRow(Realm.PLATFORM);
        row.platformAdminId = administrator;
        return start(row);
    }

    private SessionRow newRow(Realm realm) {
        Instant now = clock.instant();
        SessionRow row = new SessionRow();
        row.id = UuidCreator.getTimeOrderedEpoch();
        row.realm = realm.wireName();
        row.createdAt = now;
        row.idleExpiresAt = now.plus(config.idle());
        row.expiresAt = now.plus(config.absolute());
        return row;
    }

    private Refreshed start(SessionRow row) {
        row.persistAndFlush();
        String token = tokens.first();
        issue(row.id, token, row.createdAt);
        return new Refreshed(row.toSession(), token);
    }

    /**
     * Takes a refresh token in. A {@link Reused} ends the session in the present transaction, so a caller that refuses
     * must do so after the commit.
     */
    public RefreshOutcome refresh(String presented) {
        byte[] hash = RefreshTokens.hash(presented);
        @Nullable SessionRow session = lockFamily(hash);
        if (session == null) {
            return new Refused();
        }
        Instant now = clock.instant();
        if (!session.isAlive(now)) {
            return new Refused();
        }
        RefreshTokenRow token = RefreshTokenRow.findById(hash);
        String next = tokens.successor(presented);
        if (token.usedAt == null) {
            token.usedAt = now;
            token.successor = RefreshTokens.hash(next);
            issue(session.id, next, now);
            session.idleExpiresAt = now.plus(config.idle());
            return new Refreshed(session.toSession(), next);
        }
        if (isRepeatedAtOnce(token, next, now)) {
            return new Refreshed(session.toSession(), next);
        }
        end(session, REFRESH_REUSE);
        return new Reused(session.toSession());
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

    /** Ends a session on its owner's wish; nothing happens when it has ended already. */
    public void logout(UUID session) {
        @Nullable SessionRow row = SessionRow.findById(session, LockModeType.PESSIMISTIC_WRITE);
        if (row != null && row.endedAt == null) {
            end(row, LOGOUT);
        }
    }

    private void end(SessionRow session, String reason) {
        session.endedAt = clock.instant();
        session.endReason = reason;
        feed.sessionEnded(session.id, session.tenantId);
    }
}
