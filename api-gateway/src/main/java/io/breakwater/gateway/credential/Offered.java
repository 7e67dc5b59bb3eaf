package io.breakwater.gateway.credential;

import java.util.List;

/**
 * The places of one request where a credential may stand.
 *
 * @param apiKeys every value of {@code X-API-Key}
 * @param authorizations every value of {@code Authorization}
 * @param basic whether the user name of {@code Authorization: Basic} is a key here
 * @param queryKeys what the query offers as a key; empty where it may not
 * @param sessions every value of the cookie {@code session_token}
 */
public record Offered(
        List<String> apiKeys,
        List<String> authorizations,
        boolean basic,
        List<String> queryKeys,
        List<String> sessions) {

    /** Hides the credentials. */
    @Override
    public String toString() {
        return "Offered";
    }
}
