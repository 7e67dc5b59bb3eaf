package io.breakwater.admin.paging;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for.
 *
 * @param limit 1 to {@value #MAX_LIMIT}
 * @param after the last key of the page before, by which the list is sorted; null for the first page
 */
public record PageRequest(int limit, @Nullable String after) {

    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;

    /**
     * Reads the two query parameters; null stands for a parameter that is absent.
     *
     * @throws ProblemException {@code INVALID_PARAMETER} or {@code INVALID_CURSOR}
     */
    public static PageRequest of(@Nullable String limit, @Nullable String cursor) {
        return new PageRequest(limit == null ? DEFAULT_LIMIT : limitOf(limit), cursor == null ? null : keyOf(cursor));
    }

    /**
     * The last key as an id, for lists that are sorted by one.
     *
     * @throws ProblemException {@code INVALID_CURSOR}
     */
    public @Nullable UUID afterId() {
        try {
            return after == null ? null : UUID.fromString(after);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(ErrorCode.INVALID_CURSOR).causedBy(e);
        }
    }

    /** How many rows to read: one more than the page holds, to see whether another page follows. */
    public int rows() {
        return limit + 1;
    }

    /**
     * Makes the page out of up to {@link #rows()} rows.
     *
     * @param key what the rows are sorted by
     */
    public <R, V> Page<V> page(List<R> rows, Function<R, ?> key, Function<R, V> view) {
        boolean more = rows.size() > limit;
        List<R> kept = more ? rows.subList(0, limit) : rows;
        @Nullable String next = more ? cursor(key.apply(kept.getLast()).toString()) : null;
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

    private static String keyOf(String cursor) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            String key = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            if (key.isEmpty() || key.indexOf('\0') >= 0) {
                throw ProblemException.of(ErrorCode.INVALID_CURSOR);
            }
            return key;
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw ProblemException.of(ErrorCode.INVALID_CURSOR).causedBy(e);
        }
    }

    private static String cursor(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }
}
