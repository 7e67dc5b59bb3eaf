package io.breakwater.auth.paging;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for.
 *
 * @param limit 1 to {@value #MAX_LIMIT}
 * @param after the last id of the page before; null for the first page
 */
public record PageRequest(int limit, @Nullable UUID after) {

    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    private static final int ID_BYTES = 16;

    /**
     * Reads the two query parameters; null stands for a parameter that is absent.
     *
     * @throws ProblemException {@code INVALID_PARAMETER} or {@code INVALID_CURSOR}
     */
    public static PageRequest of(@Nullable String limit, @Nullable String cursor) {
        return new PageRequest(
                limit == null ? DEFAULT_LIMIT : limitOf(limit), cursor == null ? null : cursorOf(cursor));
    }

    /** How many rows to read: one more than the page holds, to see whether another page follows. */
    public int rows() {
        return limit + 1;
    }

    /**
     * Makes the page out of up to {@link #rows()} rows, newest first.
     *
     * @param id the id by which the rows are sorted
     */
    public <R, T> Page<T> page(List<R> rows, Function<R, UUID> id, Function<R, T> view) {
        boolean more = rows.size() > limit;
        List<R> kept = more ? rows.subList(0, limit) : rows;
        String next = more ? cursor(id.apply(kept.getLast())) : null;
        return new Page<>(kept.stream().map(view).toList(), new Page.Pagination(limit, next, more));
    }

    private static int limitOf(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw badLimit().causedBy(e);
        }
        throw badLimit();
    }

    private static ProblemException badLimit() {
        return ProblemException.invalidParameter("limit", "must be a number from 1 to " + MAX_LIMIT);
    }

    private static UUID cursorOf(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() == ID_BYTES) {
                return new UUID(bytes.getLong(), bytes.getLong());
            }
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(ErrorCode.INVALID_CURSOR).causedBy(e);
        }
        throw ProblemException.of(ErrorCode.INVALID_CURSOR);
    }

    private static String cursor(UUID id) {
        byte[] bytes = ByteBuffer.allocate(ID_BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
