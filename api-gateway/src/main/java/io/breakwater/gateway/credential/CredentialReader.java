package io.breakwater.gateway.credential;

import io.breakwater.common.apikey.ApiKey;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the one credential of a request. A header beats the query, that the body, and that the cookie, which is sent whether or
 * not anybody wants it. Costs microseconds and no I/O; safe from any thread.
 */
public final class CredentialReader {

    private static final Pattern JWT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
    /** Longer than any token of ours or of an issuer worth trusting, and short enough for an exchange to take in. */
    private static final int LONGEST_TOKEN = 8192;

    private static final String BEARER = "Bearer";
    private static final String BASIC = "Basic";

    private final Set<String> brands;

    /**
     * @param brands the key brands this installation accepts
     */
    public CredentialReader(Set<String> brands) {
        this.brands = Set.copyOf(brands);
    }

    /**
     * @throws ProblemException {@code INVALID_REQUEST} when two credentials disagree
     */
    public PresentedCredential read(Offered offered) {
        if (offered.apiKeys().size() == 1 && offered.authorizations().isEmpty()) {
            return key(offered.apiKeys().getFirst().strip());
        }
        InHeaders headers = inHeaders(offered);
        Set<String> keys = headers.keys;
        if (headers.isEmpty()) {
            keys.addAll(stripped(offered.otherKeys()));
        }
        @Nullable String credential = theOne(keys, headers.either);
        if (credential == null) {
            return session(offered.sessions());
        }
        if (keys.isEmpty() && JWT.matcher(credential).matches()) {
            return token(credential, false);
        }
        return key(credential);
    }

    private PresentedCredential key(String credential) {
        return ApiKey.parse(credential, brands)
                .<PresentedCredential>map(PresentedCredential.Key::new)
                .orElseGet(() -> new PresentedCredential.Malformed(ErrorCode.INVALID_API_KEY));
    }

    /** Whether a header or the query carries a credential, however bad: then none is looked for in the body. */
    public static boolean isBeforeBody(Offered offered) {
        return !inHeaders(offered).isEmpty() || !offered.otherKeys().isEmpty();
    }

    /**
     * What headers carry.
     *
     * @param keys where only keys may stand
     * @param either where keys and tokens may
     */
    private record InHeaders(Set<String> keys, Set<String> either) {
        boolean isEmpty() {
            return keys.isEmpty() && either.isEmpty();
        }
    }

    private static InHeaders inHeaders(Offered offered) {
        Set<String> keys = stripped(offered.apiKeys());
        Set<String> either = new LinkedHashSet<>();
        for (String authorization : offered.authorizations()) {
            String value = authorization.strip();
            @Nullable String bearer = afterScheme(value, BEARER);
            if (bearer != null) {
                either.add(bearer);
            }
            @Nullable String basic = offered.basic() ? afterScheme(value, BASIC) : null;
            if (basic != null) {
                keys.add(userName(basic));
            }
        }
        return new InHeaders(keys, either);
    }

    /** An empty cookie is what is left of one that was taken back. */
    private static PresentedCredential session(List<String> cookies) {
        Set<String> sessions = stripped(cookies);
        sessions.remove("");
        @Nullable String session = theOne(sessions, Set.of());
        if (session == null) {
            return new PresentedCredential.Absent();
        }
        return JWT.matcher(session).matches()
                ? token(session, true)
                : new PresentedCredential.Malformed(ErrorCode.INVALID_TOKEN);
    }

    private static PresentedCredential token(String jwt, boolean fromCookie) {
        return jwt.length() > LONGEST_TOKEN
                ? new PresentedCredential.Malformed(ErrorCode.INVALID_TOKEN)
                : new PresentedCredential.Token(jwt, fromCookie);
    }

    private static @Nullable String theOne(Set<String> some, Set<String> others) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(others);
        if (all.size() > 1) {
            throw ProblemException.of(
                    ErrorCode.INVALID_REQUEST, "The request carries two credentials that disagree; send one");
        }
        return all.isEmpty() ? null : all.iterator().next();
    }

    private static Set<String> stripped(List<String> values) {
        Set<String> stripped = new LinkedHashSet<>();
        values.forEach(value -> stripped.add(value.strip()));
        return stripped;
    }

    private static @Nullable String afterScheme(String authorization, String scheme) {
        int length = scheme.length();
        if (!authorization.regionMatches(true, 0, scheme, 0, length)) {
            return null;
        }
        if (authorization.length() == length) {
            return "";
        }
        return authorization.charAt(length) == ' '
                ? authorization.substring(length).strip()
                : null;
    }

    /** What cannot be decoded is no key of ours either. */
    private static String userName(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? pair : pair.substring(0, colon);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
