package io.breakwater.admin.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Takes in the messages of one stream. Every bean of this type is found and called; several may share a stream, and none
 * is held up by another's failure.
 */
public interface StreamConsumer {

    /** The Redis stream's key; the same at each call. */
    String stream();

    /**
     * Acts on messages, in the order of the stream, in the transaction that also notes that they were taken in. No id is
     * given twice. Runs on a virtual thread, one call at a time for each stream over all replicas.
     *
     * <p>An exception that is not of the database's being away makes the batch be halved until the message that caused it
     * is found, so a consumer must not keep anything outside of the transaction.
     *
     * @param connection must not be committed, rolled back, closed or kept
     * @param messages 1 to some hundreds
     */
    void consume(Connection connection, List<StreamMessage> messages) throws SQLException;
}
