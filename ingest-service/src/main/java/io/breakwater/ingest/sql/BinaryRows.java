package io.breakwater.ingest.sql;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows in the binary form of PostgreSQL's {@code COPY} (its manual, "Binary Format" of COPY; the values as the types'
 * {@code recv} functions take them): written once, parsed and cast by nobody. Each row has one value for every column that the
 * statement names, in that order. Confined to one thread.
 */
public final class BinaryRows {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int NO_FLAGS = 0;
    private static final int NO_EXTENSION = 0;
    private static final short END = -1;
    private static final int NULL = -1;
    private static final byte JSONB_VERSION = 1;

    private static final long MICROS_IN_SECOND = 1_000_000;

    /** PostgreSQL counts from here. */
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private final short columns;
    private ByteBuffer buffer;

    /**
     * @param columns how many values a row has
     * @param expectedBytes of all rows; it grows as needed
     */
    public BinaryRows(int columns, int expectedBytes) {
        this.columns = (short) columns;
        this.buffer = ByteBuffer.allocate(Math.max(expectedBytes, 64));
        buffer.put(SIGNATURE).putInt(NO_FLAGS).putInt(NO_EXTENSION);
    }

    /** Begins a row. */
    public BinaryRows row() {
        room(Short.BYTES).putShort(columns);
        return this;
    }

    public BinaryRows uuid(@Nullable UUID value) {
        if (value == null) {
            return none();
        }
        room(Integer.BYTES + 2 * Long.BYTES)
                .putInt(2 * Long.BYTES)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits());
        return this;
    }

    public BinaryRows text(@Nullable String value) {
        return value == null ? none() : bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** @param json as text */
    public BinaryRows jsonb(@Nullable String json) {
        if (json == null) {
            return none();
        }
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES + 1 + text.length)
                .putInt(1 + text.length)
                .put(JSONB_VERSION)
                .put(text);
        return this;
    }

    /** To the microsecond; what PostgreSQL's range does not hold it refuses (SQLSTATE 22008). */
    public BinaryRows timestamp(Instant value) {
        room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(micros(value));
        return this;
    }

    public BinaryRows smallint(@Nullable Integer value) {
        if (value == null) {
            return none();
        }
        room(Integer.BYTES + Short.BYTES).putInt(Short.BYTES).putShort(value.shortValue());
        return this;
    }

    public BinaryRows bytes(byte @Nullable [] value) {
        if (value == null) {
            return none();
        }
        room(Integer.BYTES + value.length).putInt(value.length).put(value);
        return this;
    }

    private BinaryRows none() {
        room(Integer.BYTES).putInt(NULL);
        return this;
    }

    /**
     * Sends the rows, which end with this.
     *
     * @param sql {@code COPY … FROM STDIN (FORMAT binary)}
     * @return how many PostgreSQL took
     */
    public long copy(Connection connection, String sql) throws SQLException {
        room(Short.BYTES).putShort(END);
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            copy.writeToCopy(buffer.array(), 0, buffer.position());
            return copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /** Rounded, as PostgreSQL reads a text with more digits. */
    private static long micros(Instant value) {
        long seconds = Math.subtractExact(value.getEpochSecond(), EPOCH.getEpochSecond());
        return Math.addExact(Math.multiplyExact(seconds, MICROS_IN_SECOND), (value.getNano() + 500) / 1_000);
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int needed = Math.addExact(buffer.position(), bytes);
            int capacity = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * buffer.capacity()));
            buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), capacity)).position(buffer.position());
        }
        return buffer;
    }
}
