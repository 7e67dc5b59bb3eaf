package io.breakwater.admin.seal;

import io.breakwater.admin.chain.ChainTable;
import io.breakwater.admin.chain.Entry;
import io.breakwater.admin.chain.EntryHash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Goes along a chain, entry by entry, and stops at the first that does not fit. Constant memory. Not thread-safe. */
final class ChainWalk {

    private static final Logger LOG = Logger.getLogger(ChainWalk.class);
    private static final int FETCH = 1_000;

    private static final String ENTRIES =
            "SELECT " + ChainTable.COLUMNS + " FROM audit_record WHERE chain = ? AND sequence > ? ORDER BY sequence";

    private final String chain;
    private final long start;
    private long last;
    private String lastHash;

    /**
     * @param start the entry that the walk begins behind, 0 for the beginning
     * @param startHash that entry's hash
     */
    ChainWalk(String chain, long start, String startHash) {
        this.chain = chain;
        this.start = start;
        this.last = start;
        this.lastHash = startHash;
    }

    /** Is shown each entry that fits. */
    interface Visitor {

        /**
         * @return false to go no further; this entry does not count then
         */
        boolean accepts(Entry entry);
    }

    /**
     * Walks to the chain's end.
     *
     * @param connection in a transaction, so that rows are fetched as they are needed
     * @return null when every entry fits
     */
    @Nullable
    Fault walk(Connection connection, Visitor visitor) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ENTRIES)) {
            select.setString(1, chain);
            select.setLong(2, start);
            select.setFetchSize(FETCH);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Entry entry = ChainTable.entry(rows);
                    Fault fault = check(entry);
                    if (fault != null) {
                        return fault;
                    }
                    if (!visitor.accepts(entry)) {
                        return null;
                    }
                    last = entry.sequence();
                    lastHash = entry.hash();
                }
            }
        }
        return null;
    }

    private @Nullable Fault check(Entry entry) {
        if (entry.sequence() != last + 1) {
            return Fault.of(last + 1, Fault.Kind.GAP);
        }
        if (!entry.previousHash().equals(lastHash)) {
            return Fault.of(entry.sequence(), Fault.Kind.PREVIOUS_MISMATCH);
        }
        if (!hashes(entry)) {
            return Fault.of(entry.sequence(), Fault.Kind.HASH_MISMATCH);
        }
        return null;
    }

    /** Whatever was put into the row: what cannot be hashed does not have the hash that it says. */
    private static boolean hashes(Entry entry) {
        try {
            return EntryHash.of(entry).equals(entry.hash());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(
                    "Entry %d of chain %s of the audit trail cannot be hashed: %s",
                    entry.sequence(), entry.chain(), e.getClass().getName());
            return false;
        }
    }

    /** The last entry that fits; where the walk begins when there is none. */
    long last() {
        return last;
    }

    String lastHash() {
        return lastHash;
    }

    long entries() {
        return last - start;
    }
}
