package io.breakwater.gateway.credential;

import io.breakwater.common.apikey.ApiKey;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the one credential of a request in {@code X-API-Key} and {@code Authorization: Bearer}. Costs microseconds and
 * no I/O; safe from any thread.
 */
public final class CredentialReader {

    private static final Pattern JWT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
    private static final String BEARER = "Bearer";

    private final Set<String> brands;

    /**
     * @param brands the key brands this installation accepts
     */
    public CredentialReader(Set<String> brands) {
        this.brands = Set.copyOf(brands);
    }

    /**
     * @param apiKeys every value of {@code X-API-Key}
     * @param authorizations every value of {@code Authorization}; schemes other than Bearer count as absent
     * @throws ProblemException {@code INVALID_REQUEST} when two credentials disagree
     */
    public PresentedCredential read(List<String> apiKeys, List<String> authorizations) {
        Set<String> offered = new LinkedHashSet<>();
        for (String apiKey : apiKeys) {
            offered.add(apiKey.strip());
        }
        boolean fromHeaderOfKeys = !offered.isEmpty();
        for (String authorization : authorizations) {
            @Nullable String bearer = bearer(authorization.strip());
            if (bearer != null) {
                offered.add(bearer);
            }
        }
        if (offered.size() > 1) {
            throw ProblemException.of(
                    ErrorCode.INVALID_REQUEST, "The request carries two credentials that disagree; send one");
        }
        if (offered.isEmpty()) {
            return new PresentedCredential.Absent();
        }
        String credential = offered.iterator().next();
        if (!fromHeaderOfKeys && JWT.matcher(credential).matches()) {
            return new PresentedCredential.Token(credential);
        }
        return ApiKey.parse(credential, brands)
                .<PresentedCredential>map(PresentedCredential.Key::new)
                .orElseGet(PresentedCredential.Malformed::new);
    }

    private static @Nullable String bearer(String authorization) {
        int length = BEARER.length();
        if (!authorization.regionMatches(true, 0, BEARER, 0, length)) {
            return null;
        }
        if (authorization.length() == length) {
            return "";
        }
        return authorization.charAt(length) == ' '
                ? authorization.substring(length).strip()
                : null;
    }
}
