package io.breakwater.ingest.stream;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a partition: Redis' entry id, {@code <milliseconds>-<sequence>}.
 *
 * @param millis Redis' clock when the entry was appended, in Unix milliseconds
 * @param sequence orders the entries of one millisecond; both are unsigned, as an entry that was not written here may
 *     lie anywhere
 */
public record StreamPosition(long millis, long sequence) implements Comparable<StreamPosition> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,20})-(\\d{1,20})");
    private static final Comparator<StreamPosition> ORDER = Comparator.comparing(
                    StreamPosition::millis, Long::compareUnsigned)
            .thenComparing(StreamPosition::sequence, Long::compareUnsigned);

    /**
     * @throws IllegalArgumentException when the text is no entry id
     */
    public static StreamPosition parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a stream entry's id");
        }
        return new StreamPosition(Long.parseUnsignedLong(matcher.group(1)), Long.parseUnsignedLong(matcher.group(2)));
    }

    @Override
    public int compareTo(StreamPosition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(millis) + "-" + Long.toUnsignedString(sequence);
    }
}
