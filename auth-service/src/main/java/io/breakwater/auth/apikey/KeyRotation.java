package io.breakwater.auth.apikey;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.feed.ChangeFeed;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Replaces a key by a new one of the same rights and bounds. */
@ApplicationScoped
@Transactional
class KeyRotation {

    private final KeyRows rows;
    private final KeyGrants grants;
    private final ChangeFeed feed;
    private final AuditLog audit;
    private final Clock clock;

    KeyRotation(KeyRows rows, KeyGrants grants, ChangeFeed feed, AuditLog audit, Clock clock) {
        this.rows = rows;
        this.grants = grants;
        this.feed = feed;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Replaces a key. The old one works until the grace is over, or until its own expiry when that is sooner, and no
     * longer counts against the plan; so rotating is possible at and above the plan's limit. Whoever rotates is given the
     * plaintext of the new key, so they must hold all that the key holds, and a key that holds {@code admin} is rotated by
     * users alone, not even by itself. Of two rotations at once the second finds a key that was replaced. While a key that
     * was replaced is in its grace its successor is not replaced in turn, so that for each key that counts at most one lives
     * that does not.
     *
     * @throws ProblemException {@code NOT_FOUND}; {@code CONFLICT} for a key that is revoked, expired or was replaced, and
     *     for one whose predecessor still works; {@code MISSING_SCOPE} or {@code FORBIDDEN} for one that holds more than the
     *     caller
     */
    KeyView rotate(Identity caller, UUID id, Duration grace) {
        KeyRow old = rows.lock(caller, id);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (old.replacedBy != null || !old.state(now).equals(KeyRow.ACTIVE)) {
            throw ProblemException.of(ErrorCode.CONFLICT, "Only an active key can be rotated");
        }
        requireNoneInGrace(old, now);
        grants.requireMayMint(caller, old.environment());
        grants.requireMayHold(caller, old);

        KeyRow fresh = copy(old, caller, now);
        String plaintext = rows.mint(fresh);
        fresh.persist();
        Instant end = now.plus(grace);
        if (old.expiresAt == null || end.isBefore(old.expiresAt)) {
            old.expiresAt = end;
        }
        old.replacedBy = fresh.id;
        old.updatedAt = now;
        feed.keyChanged(old.id, old.tenantId, old.environment());
        audit.record(AuditEvent.of("key.rotated")
                .by(caller)
                .in(old.tenantId)
                .on("api_key", old.id)
                .with("replaced_by", fresh.id)
                .with("grace_seconds", grace.toSeconds()));
        return rows.view(fresh)
                .withKey(plaintext)
                .withPrevious(new KeyView.Previous(old.id, old.lastUsedAt, old.expiresAt));
    }

    /** What was replaced can only end, so it needs no lock. */
    private static void requireNoneInGrace(KeyRow key, Instant now) {
        @Nullable KeyRow predecessor = key.rotatedFrom == null ? null : KeyRow.findById(key.rotatedFrom);
        if (predecessor != null && predecessor.isAlive(now)) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT,
                    "The key that this one replaced still works: revoke it, or wait until its grace is over");
        }
    }

    private static KeyRow copy(KeyRow old, Identity caller, Instant now) {
        KeyRow row = new KeyRow();
        row.id = UuidCreator.getTimeOrderedEpoch();
        row.tenantId = old.tenantId;
        row.environment = old.environment;
        row.kind = old.kind;
        row.name = old.name;
        row.scopes = List.copyOf(old.scopes);
        row.teamIds = List.copyOf(old.teamIds);
        row.rateLimit = old.rateLimit;
        row.expiresAt = old.expiresAt;
        row.expiryNoticeDays = old.expiryNoticeDays;
        row.allowedIps = List.copyOf(old.allowedIps);
        row.allowedOrigins = List.copyOf(old.allowedOrigins);
        row.metadata = old.metadata;
        row.rotatedFrom = old.id;
        row.createdByKind = caller.kind().wireName();
        row.createdBy = caller.subject();
        row.createdAt = now;
        row.updatedAt = now;
        return row;
    }
}
