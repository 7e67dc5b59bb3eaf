package io.breakwater.ingest.event;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/**
 * A place in a list of events: the last one shown. Ids grow with the time of acceptance, so a page begins below it
 * whatever has been inserted since.
 */
public record EventCursor(UUID last) {

    private static final byte VERSION = 1;
    private static final int LENGTH = 1 + 2 * Long.BYTES;

    /**
     * @throws ProblemException {@code INVALID_CURSOR}
     */
    public static EventCursor parse(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length == LENGTH && bytes[0] == VERSION) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, LENGTH - 1);
                UUID last = new UUID(buffer.getLong(), buffer.getLong());
                if (last.version() == 7 && last.variant() == 2) {
                    return new EventCursor(last);
                }
            }
            throw ProblemException.of(ErrorCode.INVALID_CURSOR);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(ErrorCode.INVALID_CURSOR).causedBy(e);
        }
    }

    @Override
    public String toString() {
        ByteBuffer buffer = ByteBuffer.allocate(LENGTH)
                .put(VERSION)
                .putLong(last.getMostSignificantBits())
                .putLong(last.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
    }
}
