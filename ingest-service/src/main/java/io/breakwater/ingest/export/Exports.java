package io.breakwater.ingest.export;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.breakwater.ingest.sql.Transactions;
import io.breakwater.internal.Lines;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes exports, row by row. Blocks; thread-safe. */
@ApplicationScoped
class Exports {

    /** One snapshot; while a slow reader is waited for, the transaction is idle. */
    private static final List<String> BEGIN = List.of(
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
            "SET LOCAL idle_in_transaction_session_timeout = '90s'");

    private final Transactions transactions;

    Exports(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A row. */
    record Line(String kind, @JsonRawValue String data) {}

    /** The last line. */
    record End(String kind, SortedMap<String, Long> counts) {}

    /** Writes all that is held of a participant, or of the whole tenant. */
    void write(UUID tenant, @Nullable String participant, Lines lines) {
        transactions.answer(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String setting : BEGIN) {
                    statement.execute(setting);
                }
            }
            SortedMap<String, Long> counts = new TreeMap<>();
            for (Kind kind : Kind.ALL) {
                long rows = kind.isOf(participant) ? write(connection, kind, tenant, participant, lines) : 0;
                counts.put(kind.name(), rows);
            }
            lines.write(new End("end", counts));
            return counts;
        });
    }

    private static long write(Connection connection, Kind kind, UUID tenant, @Nullable String participant, Lines lines)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(kind.sql(participant))) {
            select.setFetchSize(kind.fetchSize());
            select.setObject(1, tenant);
            for (int i = 0; participant != null && i < kind.names().size(); i++) {
                select.setString(i + 2, participant);
            }
            try (ResultSet rows = select.executeQuery()) {
                long written = 0;
                while (rows.next()) {
                    lines.write(new Line(kind.name(), rows.getString(1)));
                    written++;
                }
                return written;
            }
        }
    }
}
