package io.breakwater.gateway.redis;

/** A position in a Redis stream; ordered as Redis orders them. */
public record StreamId(long milliseconds, long sequence) implements Comparable<StreamId> {

    public static final StreamId START = new StreamId(0, 0);

    /**
     * @throws NumberFormatException when it is not {@code <ms>-<seq>}
     */
    public static StreamId parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            throw new NumberFormatException("not a stream id: " + text);
        }
        return new StreamId(
                Long.parseUnsignedLong(text.substring(0, dash)), Long.parseUnsignedLong(text.substring(dash + 1)));
    }

    @Override
    public int compareTo(StreamId other) {
        int byTime = Long.compareUnsigned(milliseconds, other.milliseconds);
        return byTime != 0 ? byTime : Long.compareUnsigned(sequence, other.sequence);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(milliseconds) + "-" + Long.toUnsignedString(sequence);
    }
}
