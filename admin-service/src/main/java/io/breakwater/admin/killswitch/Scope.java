package io.breakwater.admin.killswitch;

import io.breakwater.common.problem.ProblemException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a switch stops, in its one spelling: {@code global}, {@code tenant:<id>}, {@code key:<id>}, {@code route:<id>} or
 * {@code prefix:<path>}.
 *
 * @param text the scope as gateways compare it; ids in lower case
 */
record Scope(String text) {

    static final int MAX_CHARS = 512;

    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern ROUTE = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    /** A canonical path, as routes have it; {@code /} is all of them. */
    private static final Pattern PATH = Pattern.compile("/|(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~!$&'()*+,=:@-]++)++/?");

    /**
     * Reads a scope as it stands in a path.
     *
     * @throws ProblemException {@code INVALID_PARAMETER} when it is none
     */
    static Scope of(String text) {
        if (text.length() > MAX_CHARS) {
            throw bad("must have at most " + MAX_CHARS + " characters");
        }
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String subject = colon < 0 ? "" : text.substring(colon + 1);
        return switch (kind) {
            case "global" -> new Scope(checked(colon < 0, text, "global stands alone"));
            case "tenant", "key" ->
                new Scope(checked(UUID.matcher(subject).matches(), text, kind + ": needs an id")
                        .toLowerCase(Locale.ROOT));
            case "route" -> new Scope(checked(ROUTE.matcher(subject).matches(), text, "route: needs a route's id"));
            case "prefix" ->
                new Scope(kind + ":" + bare(checked(PATH.matcher(subject).matches(), subject, "prefix: needs a path")));
            default -> throw bad("must be global, tenant:<id>, key:<id>, route:<id> or prefix:<path>");
        };
    }

    /** Without the slash at the end, which means nothing: one path has one scope. */
    private static String bare(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static String checked(boolean fits, String text, String otherwise) {
        if (!fits) {
            throw bad(otherwise);
        }
        return text;
    }

    private static ProblemException bad(String message) {
        return ProblemException.invalidParameter("scope", message);
    }
}
