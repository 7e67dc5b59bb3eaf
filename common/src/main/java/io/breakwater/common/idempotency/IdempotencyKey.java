package io.breakwater.common.idempotency;

import io.breakwater.common.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client names one request by.
 *
 * @param value 1 to 255 characters of {@code [A-Za-z0-9_\-:.]}
 */
public record IdempotencyKey(String value) {

    /** The header that carries it. */
    public static final String HEADER = "Idempotency-Key";

    /** The header of an answer that was given before. */
    public static final String REPLAYED = "Idempotency-Replayed";

    private static final Pattern FORM = Pattern.compile("(\"?)([A-Za-z0-9_\\-:.]{1,255})\\1");

    /**
     * The key of a request, bare or quoted; empty when it has none.
     *
     * @param headers every value of {@value #HEADER}
     * @throws ProblemException {@code INVALID_PARAMETER} when the header is not a key, or there is more than one
     */
    public static Optional<IdempotencyKey> parse(List<String> headers) {
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        Matcher key = FORM.matcher(headers.getFirst().strip());
        if (headers.size() > 1 || !key.matches()) {
            throw ProblemException.invalidParameter(
                    HEADER, "must be one of 1 to 255 characters of A-Z a-z 0-9 _ - : .");
        }
        return Optional.of(new IdempotencyKey(key.group(2)));
    }
}
