package io.breakwater.auth.paging;

import io.breakwater.common.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for, by its number.
 *
 * @param limit 1 to 100
 * @param number 1 to {@value #MOST}
 */
public record NumberedPage(int limit, int number) {

    /** A database reads all rows before a page: who goes further uses a cursor. */
    private static final int MOST = 10_000;

    /**
     * Reads the two query parameters.
     *
     * @param limit null for the default
     * @throws ProblemException {@code INVALID_PARAMETER}
     */
    public static NumberedPage of(@Nullable String limit, String number) {
        int rows = PageRequest.of(limit, null).limit();
        try {
            int page = Integer.parseInt(number);
            if (page >= 1 && page <= MOST) {
                return new NumberedPage(rows, page);
            }
        } catch (NumberFormatException e) {
            throw bad().causedBy(e);
        }
        throw bad();
    }

    private static ProblemException bad() {
        return ProblemException.invalidParameter("page", "must be a number from 1 to " + MOST);
    }

    /** Makes the page out of its rows. */
    public <T> Page<T> page(List<T> rows, long total) {
        long pages = Math.ceilDiv(total, limit);
        return new Page<>(rows, new Page.Pagination(limit, null, number < pages, number, total, pages));
    }
}
