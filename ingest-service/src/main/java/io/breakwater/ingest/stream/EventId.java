package io.breakwater.ingest.stream;

import java.time.Instant;
import java.util.UUID;

/**
 * An event's id: a UUIDv7 (RFC 9562) made of the place where its entry lies, so that an accepted event is found by its id
 * alone before any worker has seen it.
 *
 * <pre>
 *   48 bits  milliseconds of the position        4 bits  version 7
 *   12 bits  sequence, high                      2 bits  variant
 *   16 bits  sequence, low     6 bits  partition     40 bits  nonce
 * </pre>
 *
 * <p>The nonce is random and stored in the entry; it makes ids unguessable and tells a stream's generations apart.
 *
 * @param partition 0 to 63
 * @param nonce 40 random bits
 */
public record EventId(int partition, StreamPosition position, long nonce) {

    public static final int NONCE_BITS = 40;

    private static final long MAX_MILLIS = (1L << 48) - 1;
    private static final long MAX_SEQUENCE = (1L << 28) - 1;
    private static final long MAX_NONCE = (1L << NONCE_BITS) - 1;

    /**
     * @throws IllegalArgumentException when a part does not fit its bits
     */
    public EventId {
        if (outside(partition, Partitions.COUNT - 1L)
                || outside(position.millis(), MAX_MILLIS)
                || outside(position.sequence(), MAX_SEQUENCE)
                || outside(nonce, MAX_NONCE)) {
            throw new IllegalArgumentException("a part of the id is out of range");
        }
    }

    /** Reads any UUIDv7; one that was not made here names a place where no entry with its nonce is. */
    public static EventId decode(UUID id) {
        if (id.version() != 7 || id.variant() != 2) {
            throw new IllegalArgumentException("not a UUIDv7");
        }
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        long sequence = (high & 0xFFF) << 16 | (low >>> 46 & 0xFFFF);
        return new EventId(
                (int) (low >>> NONCE_BITS & 0x3F), new StreamPosition(high >>> 16, sequence), low & MAX_NONCE);
    }

    /** The id of an entry that may lie where none of ours does: what does not fit is cut off. */
    static EventId ofAny(int partition, StreamPosition position, long nonce) {
        boolean late = outside(position.millis(), MAX_MILLIS);
        return new EventId(
                partition,
                new StreamPosition(late ? MAX_MILLIS : position.millis(), position.sequence() & MAX_SEQUENCE),
                nonce);
    }

    public UUID encode() {
        long high = position.millis() << 16 | 0x7000 | position.sequence() >>> 16;
        long low = 0x8000000000000000L | (position.sequence() & 0xFFFF) << 46 | (long) partition << NONCE_BITS | nonce;
        return new UUID(high, low);
    }

    /** When the event of that id was accepted, to the millisecond: the time in any UUIDv7. */
    public static Instant acceptedAt(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    private static boolean outside(long value, long max) {
        return value < 0 || value > max;
    }
}
