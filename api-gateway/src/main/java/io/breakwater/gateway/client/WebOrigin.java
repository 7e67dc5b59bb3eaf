package io.breakwater.gateway.client;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a web page, in one spelling: lower case, without the scheme's own port.
 *
 * @param text for instance {@code https://app.example.org} or {@code http://localhost:3000}
 */
public record WebOrigin(String text) {

    private static final String HEADER = "Origin";
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9+.-]*://[^/\\s?#@\\\\,]+");

    /** Null for what is no origin, {@code null} among it: the one of a page that may not say where it is from. */
    public static @Nullable WebOrigin parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (!FORM.matcher(lower).matches()) {
            return null;
        }
        String ownPort = lower.startsWith("https:") ? ":443" : lower.startsWith("http:") ? ":80" : "";
        boolean needless = !ownPort.isEmpty() && lower.endsWith(ownPort);
        return new WebOrigin(needless ? lower.substring(0, lower.length() - ownPort.length()) : lower);
    }

    /** The page that a browser names; null when none is named, several are, or what is named is no origin. */
    public static @Nullable WebOrigin of(MultiMap headers) {
        List<String> named = headers.getAll(HEADER);
        return named.size() == 1 ? parse(named.getFirst()) : null;
    }
}
