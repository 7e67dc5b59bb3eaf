package io.breakwater.common.identity;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The scope vocabulary: {@code read}, {@code write}, {@code admin} and {@code <resource>:<action>}. {@code write} covers
 * every {@code …:write}, {@code read} every {@code …:read}, {@code admin} every {@code …:admin}.
 */
public final class Scopes {

    public static final String READ = "read";
    public static final String WRITE = "write";
    public static final String ADMIN = "admin";

    private static final Pattern FORM = Pattern.compile("read|write|admin|[a-z][a-z0-9-]{0,31}:(read|write|admin)");

    private Scopes() {}

    /** Whether this is a scope that can be granted. */
    public static boolean isValid(String scope) {
        return FORM.matcher(scope).matches();
    }

    /** Whether the scopes held allow what {@code required} names. */
    public static boolean allow(Collection<String> held, String required) {
        if (held.contains(required)) {
            return true;
        }
        int colon = required.indexOf(':');
        return colon > 0 && held.contains(required.substring(colon + 1));
    }

    /** Whether a credential that holds {@code held} may grant all of {@code granted}. */
    public static boolean mayGrant(Collection<String> held, Set<String> granted) {
        return granted.stream().allMatch(scope -> allow(held, scope));
    }
}
