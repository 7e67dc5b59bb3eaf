package io.breakwater.gateway.credential;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.breakwater.common.apikey.Sha256;
import io.breakwater.common.identity.Environment;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of auth-service.
 *
 * @param environment the one a user chose; for keys, the key's own
 * @param teamId the team the caller wants to act for; null when it did not say
 * @param audience whom the token is for, when that is a service of the operator's own; null for this suite
 */
public record ExchangeRequest(
        String credential,
        Environment environment,
        @JsonProperty("team_id") @Nullable String teamId,
        @JsonProperty("client_ip") String clientIp,
        @Nullable String audience) {

    /** For one of the suite's own services. */
    public ExchangeRequest(String credential, Environment environment, @Nullable String teamId, String clientIp) {
        this(credential, environment, teamId, clientIp, null);
    }

    /** Whether the credential is in the form of a JWT; keys have no dots. */
    @JsonIgnore
    boolean isToken() {
        return credential.indexOf('.') >= 0;
    }

    /** Under what the outcome is cached: never the credential itself, and not who asks. */
    CacheKey cacheKey() {
        return new CacheKey(Sha256.hex(credential), environment, teamId, audience);
    }

    /** The identity of a cached outcome. */
    record CacheKey(
            String credentialHash,
            Environment environment,
            @Nullable String teamId,
            @Nullable String audience) {}

    /** Hides the credential. */
    @Override
    public String toString() {
        return "ExchangeRequest[" + environment + ", team=" + teamId + "]";
    }
}
