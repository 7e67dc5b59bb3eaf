package io.breakwater.gateway.route;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request target, decoded and normalised once. Routes, policies and scopes see {@link #path()}; what is forwarded is
 * {@link #target(String)}, encoded anew, so that no upstream can read anything else into it.
 *
 * <p>Refused are: encoded slashes, backslashes (raw or encoded), NUL and other control characters, dot segments (plain,
 * encoded any number of times, or with a {@code ;} parameter), escapes that are cut short or not UTF-8, raw characters
 * outside ASCII, fragments, and targets of more than 8 KiB. Duplicate slashes are collapsed. A trailing slash is kept, because an operator's
 * upstream may tell the two apart; route prefixes match on segment boundaries and do not.
 *
 * @param path decoded; starts with a slash
 * @param query as sent, without the question mark; null when there is none
 */
public record CanonicalPath(String path, @Nullable String query) {

    /** How often an already decoded segment is decoded again in the search for hidden dot segments and slashes. */
    private static final int MAX_NESTED_ENCODINGS = 5;

    private static final int LONGEST_TARGET = 8192;

    /**
     * @param requestTarget of the request line: {@code /path?query}, or an absolute {@code http://host/path?query}
     * @throws ProblemException {@code INVALID_REQUEST} for anything ambiguous or unreadable
     */
    public static CanonicalPath parse(String requestTarget) {
        if (requestTarget.length() > LONGEST_TARGET) {
            throw refused("a target of more than " + LONGEST_TARGET + " bytes");
        }
        String target = originForm(requestTarget);
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                throw refused("a raw control character, space, fragment or non-ASCII byte in the target");
            }
        }
        int question = target.indexOf('?');
        String rawPath = question < 0 ? target : target.substring(0, question);
        @Nullable String query = question < 0 ? null : target.substring(question + 1);
        if (query != null) {
            checkQuery(query);
        }
        return new CanonicalPath(normalise(rawPath), query);
    }

    /** A path from configuration or from an alias, already decoded and normal. */
    CanonicalPath withPath(String decoded) {
        return new CanonicalPath(decoded, query);
    }

    /** The request target to forward: {@code decodedPath} encoded anew, and this query as it was sent. */
    public String target(String decodedPath) {
        String encoded = PercentEncoding.encodePath(decodedPath);
        return query == null ? encoded : encoded + "?" + query;
    }

    private static String originForm(String target) {
        if (target.startsWith("/")) {
            return target;
        }
        int scheme = target.indexOf("://");
        if (scheme > 0 && target.substring(0, scheme).matches("(?i)https?")) {
            int path = target.indexOf('/', scheme + 3);
            int query = target.indexOf('?', scheme + 3);
            if (path > 0 && (query < 0 || path < query)) {
                return target.substring(path);
            }
            return query > 0 ? "/" + target.substring(query) : "/";
        }
        throw refused("a target that is neither a path nor an http URL");
    }

    private static void checkQuery(String raw) {
        String decoded = decode(raw);
        if (decoded.indexOf('\0') >= 0) {
            throw refused("NUL in the query");
        }
    }

    private static String normalise(String rawPath) {
        if (isNormal(rawPath)) {
            return rawPath;
        }
        List<String> segments = new ArrayList<>();
        for (String rawSegment : rawPath.split("/", -1)) {
            if (!rawSegment.isEmpty()) {
                String segment = decode(rawSegment);
                checkSegment(segment);
                segments.add(segment);
            }
        }
        String joined = "/" + String.join("/", segments);
        return rawPath.endsWith("/") && !segments.isEmpty() ? joined + "/" : joined;
    }

    /** Whether nothing is to be decoded, collapsed or looked at closely: so are nearly all paths. */
    private static boolean isNormal(String rawPath) {
        for (int i = 0; i < rawPath.length(); i++) {
            char c = rawPath.charAt(i);
            if (c == '%' || c == '\\' || c == ';' || c == '.' || (c == '/' && rawPath.startsWith("//", i))) {
                return false;
            }
        }
        return true;
    }

    private static void checkSegment(String segment) {
        String inner = segment;
        for (int depth = 0; depth < MAX_NESTED_ENCODINGS; depth++) {
            checkDecodedSegment(inner);
            @Nullable String next = inner.indexOf('%') < 0 ? null : PercentEncoding.decode(inner);
            if (next == null || next.equals(inner)) {
                return;
            }
            inner = next;
        }
        throw refused("a path encoded too many times");
    }

    private static void checkDecodedSegment(String segment) {
        if (segment.equals(".") || segment.equals("..")) {
            throw refused("a dot segment");
        }
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            // What follows a semicolon is no part of the path to some servers, and to us it would be.
            if (c == '/' || c == '\\' || c == ';' || Character.isISOControl(c)) {
                throw refused("an encoded slash, a backslash, a semicolon or a control character in the path");
            }
        }
    }

    private static String decode(String raw) {
        @Nullable String decoded = PercentEncoding.decode(raw);
        if (decoded == null) {
            throw refused("a malformed percent escape, or one that is not UTF-8");
        }
        return decoded;
    }

    private static ProblemException refused(String why) {
        return ProblemException.of(ErrorCode.INVALID_REQUEST).internally(why);
    }
}
