package io.breakwater.auth.administrator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.feed.ChangeFeed;
import io.breakwater.auth.paging.Page;
import io.breakwater.auth.paging.PageRequest;
import io.breakwater.auth.password.PasswordHasher;
import io.breakwater.auth.password.PasswordRules;
import io.breakwater.auth.patch.MergePatch;
import io.breakwater.auth.sql.Row;
import io.breakwater.auth.sql.Sql;
import io.breakwater.auth.user.EmailAddress;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists, makes, changes and removes platform administrators. Passwords are hashed outside of transactions. */
@ApplicationScoped
class Administrators {

    private static final String ALL = "SELECT id, email, name, created_at FROM platform_admin ";

    private static final String CHANGE = """
            UPDATE platform_admin SET name = ?, password_hash = coalesce(?, password_hash) WHERE id = ?
            """;
    private static final String END_SESSIONS = """
            UPDATE session SET ended_at = ?, end_reason = ?
            WHERE platform_admin_id = ? AND ended_at IS NULL RETURNING id
            """;
    private static final String PASSWORD_CHANGED = "password_changed";

    private final PasswordRules rules;
    private final PasswordHasher hasher;
    private final MergePatch patch;
    private final Sql sql;
    private final ChangeFeed feed;
    private final AuditLog audit;
    private final Clock clock;

    Administrators(
            PasswordRules rules,
            PasswordHasher hasher,
            MergePatch patch,
            Sql sql,
            ChangeFeed feed,
            AuditLog audit,
            Clock clock) {
        this.rules = rules;
        this.hasher = hasher;
        this.patch = patch;
        this.sql = sql;
        this.feed = feed;
        this.audit = audit;
        this.clock = clock;
    }

    /** A page of the administrators, newest first. */
    @Transactional
    Page<AdministratorView> list(PageRequest page) {
        List<AdministratorView> rows = page.after() == null
                ? sql.list(ALL + "ORDER BY id DESC LIMIT ?", Administrators::read, page.rows())
                : sql.list(
                        ALL + "WHERE id < ? ORDER BY id DESC LIMIT ?", Administrators::read, page.after(), page.rows());
        return page.page(rows, AdministratorView::id, administrator -> administrator);
    }

    /**
     * @throws ProblemException {@code NOT_FOUND}
     */
    @Transactional
    AdministratorView get(UUID id) {
        return sql.one(ALL + "WHERE id = ?", Administrators::read, id).orElseThrow(() -> unknown(id));
    }

    private static ProblemException unknown(UUID id) {
        return ProblemException.of(ErrorCode.NOT_FOUND).internally("no administrator " + id);
    }

    /**
     * Makes an administrator.
     *
     * @throws ProblemException {@code VALIDATION_ERROR}; {@code CONFLICT} when the address is taken
     */
    AdministratorView create(AdministratorRequest request, AuditEvent event) {
        EmailAddress email = EmailAddress.of(required("email", request.email()));
        String password = required("password", request.password());
        String hash = hash(password, email);
        return QuarkusTransaction.joiningExisting().call(() -> insert(email, hash, event));
    }

    private String hash(String password, EmailAddress email) {
        rules.require(password, "password", email.names());
        return hasher.hash(password);
    }

    /**
     * Gives an administrator another password, which ends their sessions, or another name.
     *
     * @param change a merge patch of {@link AdministratorChange}
     * @throws ProblemException {@code NOT_FOUND}; {@code VALIDATION_ERROR}
     */
    AdministratorView change(UUID id, ObjectNode change, AuditEvent event) {
        AdministratorView present = QuarkusTransaction.joiningExisting().call(() -> get(id));
        AdministratorChange wanted =
                patch.apply(new AdministratorChange(null, null), change, AdministratorChange.class, "");
        @Nullable
        String hash = wanted.password() == null ? null : hash(wanted.password(), EmailAddress.of(present.email()));
        return QuarkusTransaction.joiningExisting().call(() -> {
            AdministratorView before = sql.one(ALL + "WHERE id = ? FOR UPDATE", Administrators::read, id)
                    .orElseThrow(() -> unknown(id));
            @Nullable String name = change.has("name") ? stripped(wanted.name()) : before.name();
            store(before, name, hash, event);
            return get(id);
        });
    }

    private static @Nullable String stripped(@Nullable String name) {
        return name == null ? null : name.strip();
    }

    private void store(AdministratorView before, @Nullable String name, @Nullable String hash, AuditEvent event) {
        boolean renamed = !Objects.equals(name, before.name());
        if (!renamed && hash == null) {
            return;
        }
        sql.update(CHANGE, name, hash, before.id());
        if (hash != null) {
            endSessions(before.id());
        }
        audit.record(event.on("platform_admin", before.id())
                .about(before.id())
                .with(PASSWORD_CHANGED, hash != null)
                .with("name_changed", renamed)
                .personal("name", renamed ? name : null));
    }

    /** The administrator's row is locked, so nobody begins another with the old password. */
    private void endSessions(UUID administrator) {
        sql.list(END_SESSIONS, row -> row.uuid("id"), clock.instant(), PASSWORD_CHANGED, administrator)
                .forEach(session -> {
                    feed.sessionEnded(session, null);
                    audit.record(AuditEvent.of("session.ended")
                            .bySystem()
                            .on("session", session)
                            .about(administrator)
                            .with("reason", PASSWORD_CHANGED));
                });
    }

    private static String required(String field, @Nullable String value) {
        if (value == null) {
            throw ProblemException.invalidField(field, "must not be null");
        }
        return value;
    }

    private AdministratorView insert(EmailAddress email, String hash, AuditEvent event) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        Instant now = clock.instant();
        int made = sql.update("""
                INSERT INTO platform_admin (id, email, email_key, password_hash, created_at)
                VALUES (?, ?, ?, ?, ?) ON CONFLICT (email_key) DO NOTHING
                """, id, email.display(), email.key(), hash, now);
        if (made == 0) {
            throw ProblemException.of(ErrorCode.CONFLICT, "An administrator with this e-mail address exists");
        }
        audit.record(event.on("platform_admin", id).about(id).personal("email", email.display()));
        return new AdministratorView(id, email.display(), null, now);
    }

    /**
     * Removes an administrator and ends their sessions.
     *
     * @throws ProblemException {@code NOT_FOUND}; {@code CONFLICT} for the last one
     */
    @Transactional
    AdministratorView remove(UUID id, AuditEvent event) {
        // All of them are locked, in one order: of two that are removed at once the second sees the first gone.
        List<AdministratorView> all = sql.list(ALL + "ORDER BY id FOR UPDATE", Administrators::read);
        AdministratorView removed = all.stream()
                .filter(administrator -> administrator.id().equals(id))
                .findFirst()
                .orElseThrow(() -> unknown(id));
        if (all.size() == 1) {
            throw ProblemException.of(ErrorCode.CONFLICT, "The last platform administrator cannot be removed");
        }
        sql.list("DELETE FROM session WHERE platform_admin_id = ? RETURNING id", row -> row.uuid("id"), id)
                .forEach(session -> feed.sessionEnded(session, null));
        sql.update("DELETE FROM platform_admin WHERE id = ?", id);
        audit.record(event.on("platform_admin", id));
        return removed;
    }

    private static AdministratorView read(Row row) throws SQLException {
        return new AdministratorView(
                row.uuid("id"), row.text("email"), row.textOrNull("name"), row.instant("created_at"));
    }
}
