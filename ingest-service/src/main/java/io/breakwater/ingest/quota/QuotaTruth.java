package io.breakwater.ingest.quota;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.event.Admission.TenantDay;
import io.breakwater.ingest.sql.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What PostgreSQL has counted. Blocks. */
@ApplicationScoped
class QuotaTruth {

    private static final String DAY = """
            SELECT (SELECT coalesce(sum(events), 0)::bigint FROM ledger
                    WHERE tenant_id = ? AND environment = ? AND day = ? AND state = 'processed'),
                   (SELECT coalesce(sum(events), 0)::bigint FROM quota_refund
                    WHERE tenant_id = ? AND environment = ? AND day = ?)
            """;

    private static final String PARTICIPANTS = """
            SELECT DISTINCT participant_id FROM event
            WHERE tenant_id = ? AND environment = ? AND accepted_at >= ? AND accepted_at < ? AND state = 'processed'
            LIMIT ?
            """;

    private final Transactions transactions;

    QuotaTruth(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Events of a day: processed, and refunded. */
    record Counts(long processed, long refunded) {}

    Counts counts(TenantDay day) throws SQLException {
        return transactions.run(connection -> {
            try (PreparedStatement select = connection.prepareStatement(DAY)) {
                for (int i = 0; i < 2; i++) {
                    select.setObject(3 * i + 1, day.tenant());
                    select.setString(3 * i + 2, day.environment().wireName());
                    select.setObject(3 * i + 3, day.day());
                }
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return new Counts(row.getLong(1), row.getLong(2));
                }
            }
        });
    }

    /** Participants of a month with a processed event. */
    List<String> participants(UUID tenant, Environment environment, LocalDate month, long most) throws SQLException {
        return transactions.run(connection -> {
            try (PreparedStatement select = connection.prepareStatement(PARTICIPANTS)) {
                select.setObject(1, tenant);
                select.setString(2, environment.wireName());
                select.setObject(3, month.atStartOfDay().atOffset(ZoneOffset.UTC));
                select.setObject(4, month.plusMonths(1).atStartOfDay().atOffset(ZoneOffset.UTC));
                select.setLong(5, most);
                try (ResultSet rows = select.executeQuery()) {
                    List<String> participants = new ArrayList<>();
                    while (rows.next()) {
                        participants.add(rows.getString(1));
                    }
                    return participants;
                }
            }
        });
    }
}
