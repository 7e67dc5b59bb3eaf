package io.breakwater.ingest.erasure;

import io.breakwater.common.identity.Environment;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Looks for the participant that a hash stands for among all that a tenant has events of. In the caller's transaction. */
@ApplicationScoped
class ParticipantNames {

    /** In the order of the index over participants. Parameters: tenant, environment, the last one, how many. */
    private static final String PAGE = """
            SELECT DISTINCT participant_id FROM event
            WHERE tenant_id = ? AND environment = ? AND participant_id > ? ORDER BY participant_id LIMIT ?
            """;

    private final ErasureConfig config;

    ParticipantNames(ErasureConfig config) {
        this.config = config;
    }

    /**
     * Where the look has come to.
     *
     * @param last the participant looked at last; empty at the beginning
     */
    record Place(Environment environment, String last) {

        static Place parse(@Nullable String text) {
            if (text == null) {
                return new Place(Environment.LIVE, "");
            }
            String[] parts = text.split(" ", 2);
            return new Place(Environment.of(parts[0]), parts[1]);
        }

        /** The beginning of the other environment; null after both. */
        @Nullable
        Place nextEnvironment() {
            return environment == Environment.LIVE ? new Place(Environment.TEST, "") : null;
        }

        @Override
        public String toString() {
            return environment.wireName() + " " + last;
        }
    }

    /**
     * @param match the participant; null when this page does not have them
     * @param next where to go on; null after the last page
     */
    record Page(@Nullable String match, @Nullable Place next) {}

    Page page(Connection connection, Erasure erasure, Place from) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(PAGE)) {
            select.setObject(1, erasure.tenant());
            select.setString(2, from.environment().wireName());
            select.setString(3, from.last());
            select.setInt(4, config.batchSize());
            try (ResultSet rows = select.executeQuery()) {
                int looked = 0;
                String last = from.last();
                while (rows.next()) {
                    looked++;
                    last = rows.getString(1);
                    if (erasure.isParticipant(last)) {
                        return new Page(last, null);
                    }
                }
                boolean isLastPage = looked < config.batchSize();
                return new Page(null, isLastPage ? from.nextEnvironment() : new Place(from.environment(), last));
            }
        }
    }
}
