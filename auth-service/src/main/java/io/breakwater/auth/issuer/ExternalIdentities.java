package io.breakwater.auth.issuer;

import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.sql.Sql;
import io.breakwater.auth.user.EmailAddress;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which user a person at an issuer is. Blocks on PostgreSQL. */
@ApplicationScoped
class ExternalIdentities {

    private static final String LINKED = "SELECT user_id FROM external_identity WHERE issuer = ? AND subject = ?";
    private static final String VERIFIED_USER =
            "SELECT id FROM app_user WHERE email_key = ? AND email_verified_at IS NOT NULL";
    private static final String LINK = """
            INSERT INTO external_identity (issuer, subject, user_id, linked_at) VALUES (?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;

    private final Sql sql;
    private final AuditLog audit;
    private final Clock clock;

    ExternalIdentities(Sql sql, AuditLog audit, Clock clock) {
        this.sql = sql;
        this.audit = audit;
        this.clock = clock;
    }

    /** The user that a person is linked to. */
    Optional<UUID> linked(String issuer, String subject) {
        return sql.one(LINKED, row -> row.uuid("user_id"), issuer, subject);
    }

    /**
     * Links a person to the user of their address.
     *
     * @param email an address that the issuer has verified; null when there is none
     * @throws ProblemException {@code FORBIDDEN} when there is no user of that verified address, or another person of the
     *     issuer is that user already
     */
    @Transactional
    public UUID link(String issuer, String subject, @Nullable String email) {
        UUID user = Optional.ofNullable(email)
                .flatMap(ExternalIdentities::keyOf)
                .flatMap(key -> sql.one(VERIFIED_USER, row -> row.uuid("id"), key))
                .orElseThrow(() -> nobody("no user of a verified address"));
        int made = sql.update(LINK, issuer, subject, user, clock.instant());
        if (made == 0) {
            return linked(issuer, subject).orElseThrow(() -> nobody("the user is another person of the issuer"));
        }
        audit.record(AuditEvent.of("issuer.identity_linked")
                .byUser(user)
                .on("user", user)
                .with("issuer", issuer)
                .personal("external_subject", subject));
        return user;
    }

    /** Empty for what is no address here, whatever the issuer thinks. */
    private static Optional<String> keyOf(String address) {
        try {
            return Optional.of(EmailAddress.of(address).key());
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    private static ProblemException nobody(String why) {
        return ProblemException.of(ErrorCode.FORBIDDEN, "No account here belongs to this sign-in")
                .internally(why);
    }
}
