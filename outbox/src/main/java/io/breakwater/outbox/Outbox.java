package io.breakwater.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Leaves messages in the outbox, in the caller's transaction. Thread-safe. */
@ApplicationScoped
public class Outbox {

    private static final String INSERT = """
            INSERT INTO outbox (id, stream, type, payload, tenant_id, environment)
            VALUES (?, ?, ?, ?::jsonb, ?, ?)
            """;

    private final DataSource dataSource;
    private final ObjectMapper json;
    private final TransactionSynchronizationRegistry transactions;
    private final Relay relay;

    Outbox(DataSource dataSource, ObjectMapper json, TransactionSynchronizationRegistry transactions, Relay relay) {
        this.dataSource = dataSource;
        this.json = json;
        this.transactions = transactions;
        this.relay = relay;
    }

    /**
     * Leaves a message in the present JTA transaction; it is published within milliseconds of the commit, and never when
     * the transaction rolls back.
     *
     * @throws IllegalStateException outside a transaction: the message would not be tied to its cause
     * @throws OutboxException when PostgreSQL refuses it
     */
    public void append(OutboxMessage message) {
        if (transactions.getTransactionStatus() != Status.STATUS_ACTIVE) {
            throw new IllegalStateException("an outbox message needs an active transaction");
        }
        try (Connection connection = dataSource.getConnection()) {
            append(connection, List.of(message));
        } catch (SQLException e) {
            throw new OutboxException("could not leave " + message.type() + " in the outbox", e);
        }
        transactions.registerInterposedSynchronization(new WakeOnCommit());
    }

    /**
     * Leaves messages in the transaction of a connection that the caller manages, as one batch. Call {@link #wake()}
     * after the commit, or let the relay find them at its next poll.
     */
    public void append(Connection connection, List<OutboxMessage> messages) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (OutboxMessage message : messages) {
                insert.setObject(1, UuidCreator.getTimeOrderedEpoch());
                insert.setString(2, message.stream());
                insert.setString(3, message.type());
                insert.setString(4, write(message));
                insert.setObject(5, message.tenant());
                insert.setString(
                        6,
                        message.environment() == null
                                ? null
                                : message.environment().wireName());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Has the relay look now instead of at its next poll. Never blocks. */
    public void wake() {
        relay.wake();
    }

    private String write(OutboxMessage message) {
        try {
            return json.writeValueAsString(message.payload());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the payload of " + message.type() + " is not JSON", e);
        }
    }

    private final class WakeOnCommit implements Synchronization {

        @Override
        public void beforeCompletion() {
            // Only the outcome matters.
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                relay.wake();
            }
        }
    }
}
