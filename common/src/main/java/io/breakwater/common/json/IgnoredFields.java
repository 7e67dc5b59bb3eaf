package io.breakwater.common.json;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The unknown fields of one request's body, to be named in the answer's {@value #HEADER}. Confined to one request.
 */
public class IgnoredFields {

    /** Names up to {@value #MOST} unknown fields of the body, dotted, so that a typing error is seen. */
    public static final String HEADER = "X-Ignored-Fields";

    private static final int MOST = 10;
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9_.-]");

    private final Set<String> paths = new TreeSet<>();

    /** Takes note of one; what no header may hold is written as {@code ?}. */
    void add(String path) {
        if (paths.size() < MOST) {
            String safe = UNSAFE.matcher(path).replaceAll("?");
            paths.add(safe.length() > 64 ? safe.substring(0, 64) : safe);
        }
    }

    public boolean isEmpty() {
        return paths.isEmpty();
    }

    /** The header's value: comma-separated paths, sorted. */
    public String headerValue() {
        return String.join(", ", paths);
    }
}
