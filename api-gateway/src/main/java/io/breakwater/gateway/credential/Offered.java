package io.breakwater.gateway.credential;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The places of one request where a credential may stand.
 *
 * @param apiKeys every value of {@code X-API-Key}
 * @param authorizations every value of {@code Authorization}
 * @param basic whether the user name of {@code Authorization: Basic} is a key here
 * @param otherKeys what query and body offer as a key; empty where they may not
 * @param sessions every value of the cookie {@code session_token}
 */
public record Offered(
        List<String> apiKeys,
        List<String> authorizations,
        boolean basic,
        List<String> otherKeys,
        List<String> sessions) {

    /** The same with a key from a body. */
    public Offered with(@Nullable String bodyKey) {
        if (bodyKey == null) {
            return this;
        }
        List<String> keys = new ArrayList<>(otherKeys);
        keys.add(bodyKey);
        return new Offered(apiKeys, authorizations, basic, keys, sessions);
    }

    /** Hides the credentials. */
    @Override
    public String toString() {
        return "Offered";
    }
}
