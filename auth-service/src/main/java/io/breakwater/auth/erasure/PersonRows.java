package io.breakwater.auth.erasure;

import io.breakwater.auth.account.Reauthentication.Domain;
import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.sql.Sql;
import io.breakwater.auth.throttle.LoginThrottle;
import io.breakwater.auth.user.EmailAddress;
import io.breakwater.common.audit.AuditEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Deletes people and all that hangs on them, many at once. In the caller's transaction. */
@ApplicationScoped
class PersonRows {

    private static final String OF_SESSIONS = "family IN (SELECT id FROM session WHERE user_id = ANY (?::uuid[]))";
    private static final String ADDRESSES = "(SELECT email_key FROM app_user WHERE id = ANY (?::uuid[]))";
    /** Where tokens were mailed to: also the address that an account is to have. */
    private static final String MAILED_TOKENS =
            "(SELECT email_key FROM one_time_token WHERE user_id = ANY (?::uuid[]))";

    /** Personal data of events that are about them. Argument: their ids. Locks in the order in which the relay does. */
    private static final String EVENTS_ABOUT = """
            UPDATE outbox SET payload = jsonb_set(payload, '{personal}', 'null')
            WHERE position IN (SELECT position FROM outbox
                               WHERE payload->'personal'->>'subject' = ANY (SELECT unnest(?::uuid[])::text)
                               ORDER BY position FOR UPDATE)
            """;
    /** Their address in events about others, as in an invitation that they were sent. Argument: their ids. */
    private static final String ADDRESS_IN_EVENTS = """
            UPDATE outbox SET payload = payload #- '{personal,email}'
            WHERE lower(payload->'personal'->>'email')
                  IN (SELECT lower(email) FROM app_user WHERE id = ANY (?::uuid[]))
            """;

    /** Answers that show them as a member or as invited; a repetition is answered without a body. Argument: their ids. */
    private static final String REMEMBERED_ANSWERS = """
            UPDATE idempotency i SET body = NULL FROM app_user u
            WHERE u.id = ANY (?::uuid[]) AND i.status < 400 AND position(lower(u.email) IN lower(i.body)) > 0
              AND i.tenant_id IN (SELECT tenant_id FROM membership WHERE user_id = u.id
                                  UNION SELECT tenant_id FROM invitation WHERE email_key = u.email_key)
            """;
    /** Arguments: their id, twice. */
    private static final String INVITATIONS_TO = """
            SELECT id FROM invitation
            WHERE email_key = (SELECT email_key FROM app_user WHERE id = ?) OR accepted_by = ?
            ORDER BY id
            """;
    /** Arguments: now; the ids of the inviters. */
    private static final String REVOKE_SENT = """
            UPDATE invitation SET revoked_at = ?
            WHERE invited_by = ANY (?::uuid[]) AND accepted_at IS NULL AND revoked_at IS NULL
            RETURNING id, tenant_id
            """;

    private final Sql sql;
    private final LoginThrottle throttle;
    private final AuditLog audit;
    private final Clock clock;

    PersonRows(Sql sql, LoginThrottle throttle, AuditLog audit, Clock clock) {
        this.sql = sql;
        this.throttle = throttle;
        this.audit = audit;
        this.clock = clock;
    }

    /** The invitations that somebody was sent: their address is kept under these elsewhere. */
    List<UUID> invitationsTo(UUID person) {
        return sql.list(INVITATIONS_TO, row -> row.uuid("id"), person, person);
    }

    Erased delete(List<UUID> people) {
        Erased erased = Erased.nothing()
                .plus("outbox", sql.update(EVENTS_ABOUT, people))
                .plus("outbox", sql.update(ADDRESS_IN_EVENTS, people));
        if (people.isEmpty()) {
            return erased;
        }
        sql.list("SELECT email FROM app_user WHERE id = ANY (?::uuid[])", row -> row.text("email"), people)
                .forEach(email -> throttle.forget(Domain.USER.name(EmailAddress.of(email))));
        sql.update(REMEMBERED_ANSWERS, people);
        return erased.plus("refresh_tokens", deleteFrom("refresh_token", OF_SESSIONS, people))
                .plus("sessions", deleteFrom("session", "user_id = ANY (?::uuid[])", people))
                .plus("mails", deleteFrom("mail", "recipient_key IN " + MAILED_TOKENS, people))
                .plus("one_time_tokens", deleteFrom("one_time_token", "user_id = ANY (?::uuid[])", people))
                .plus("mails", deleteFrom("mail", "recipient_key IN " + ADDRESSES, people))
                .plus("invitations", deleteFrom("invitation", "email_key IN " + ADDRESSES, people))
                .plus("external_identities", deleteFrom("external_identity", "user_id = ANY (?::uuid[])", people))
                .plus("idempotency", deleteFrom("idempotency", "caller_id = ANY (?::uuid[])", people))
                .plus("invitations", forgetInviters(people))
                .plus("team_memberships", deleteFrom("team_member", "user_id = ANY (?::uuid[])", people))
                .plus("memberships", deleteFrom("membership", "user_id = ANY (?::uuid[])", people))
                .plus("users", deleteFrom("app_user", "id = ANY (?::uuid[])", people));
    }

    /**
     * Invitations that they sent stay, without who sent them, and are good for nothing; those that they accepted stay too.
     * None is counted.
     */
    private long forgetInviters(List<UUID> people) {
        sql.list(
                        REVOKE_SENT,
                        row -> AuditEvent.of("invitation.revoked")
                                .bySystem()
                                .in(row.uuid("tenant_id"))
                                .on("invitation", row.uuid("id"))
                                .with("reason", "inviter_erased"),
                        clock.instant(),
                        people)
                .forEach(audit::record);
        sql.update("UPDATE invitation SET invited_by = NULL WHERE invited_by = ANY (?::uuid[])", people);
        sql.update("UPDATE invitation SET accepted_by = NULL WHERE accepted_by = ANY (?::uuid[])", people);
        return 0;
    }

    private long deleteFrom(String table, String condition, List<UUID> people) {
        return sql.update("DELETE FROM " + table + " WHERE " + condition, people);
    }
}
