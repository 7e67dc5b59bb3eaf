package io.breakwater.gateway.client;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a request, as far as the network tells.
 *
 * @param address literal
 * @param subject what limits count: the address, or the /64 of an IPv6 address
 * @param scheme {@code http} or {@code https}, as the client used it
 * @param host the authority the client asked for; empty when it named none
 * @param forwarded the value of {@code Forwarded} (RFC 7239) for the next server: an element for each address of the way, the
 *     client's first, with what it asked for; nothing in it is taken over unread
 */
public record Caller(String address, String subject, String scheme, String host, String forwarded) {

    private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9._~:\\[\\]-]{1,255}");

    /**
     * One that came a certain way.
     *
     * @param way literal addresses: the client's, then those of the trusted proxies that it came through
     */
    static Caller of(String subject, String scheme, String host, List<String> way) {
        String client = way.getFirst();
        String asked = AUTHORITY.matcher(host).matches() ? ";host=\"" + host + '"' : "";
        String forwarded = node(client) + asked + ";proto=" + scheme
                + way.stream().skip(1).map(hop -> ", " + node(hop)).collect(Collectors.joining());
        return new Caller(client, subject, scheme, host, forwarded);
    }

    /** The origin that the client itself has asked; null when it named none. */
    @Nullable
    WebOrigin origin() {
        return WebOrigin.parse(scheme + "://" + host);
    }

    /** An IPv6 address holds characters that need quotes, and is put in brackets (RFC 7239, 6). */
    private static String node(String literal) {
        return literal.indexOf(':') < 0 ? "for=" + literal : "for=\"[" + literal + "]\"";
    }
}
