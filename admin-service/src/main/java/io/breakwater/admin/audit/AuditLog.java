package io.breakwater.admin.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Does acts under audit. */
@ApplicationScoped
public class AuditLog {

    private static final String INSERT = """
            INSERT INTO audit_entry (id, actor_kind, actor_id, action, outcome, tenant_id, request_id, detail)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb)
            """;

    private enum Outcome {
        ATTEMPTED,
        SUCCEEDED,
        FAILED
    }

    private final DataSource dataSource;
    private final ObjectMapper json;

    AuditLog(DataSource dataSource, ObjectMapper json) {
        this.dataSource = dataSource;
        this.json = json;
    }

    /**
     * Writes that the act is attempted, does it, and writes its outcome.
     *
     * @throws ProblemException {@code DATABASE_UNAVAILABLE} when an entry cannot be written; and whatever the act throws
     */
    public <T> T record(AuditEntry entry, Supplier<T> act) {
        write(entry, Outcome.ATTEMPTED);
        boolean succeeded = false;
        try {
            T result = act.get();
            succeeded = true;
            return result;
        } finally {
            write(entry, succeeded ? Outcome.SUCCEEDED : Outcome.FAILED);
        }
    }

    /** By itself, so that an attempt is on record whatever becomes of the transaction around it. */
    private void write(AuditEntry entry, Outcome outcome) {
        QuarkusTransaction.requiringNew().run(() -> insert(entry, outcome));
    }

    private void insert(AuditEntry entry, Outcome outcome) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setObject(1, UuidCreator.getTimeOrderedEpoch());
            insert.setString(2, entry.actor().kind().wireName());
            insert.setObject(3, entry.actor().subject());
            insert.setString(4, entry.action());
            insert.setString(5, outcome.name().toLowerCase(Locale.ROOT));
            insert.setObject(6, entry.tenant());
            insert.setString(7, entry.requestId());
            insert.setString(8, json.writeValueAsString(entry.detail()));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw ProblemException.of(ErrorCode.DATABASE_UNAVAILABLE)
                    .internally("the audit entry for " + entry.action() + " cannot be written")
                    .causedBy(e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the detail of " + entry.action() + " is not JSON", e);
        }
    }
}
