package io.breakwater.auth.exchange;

import io.breakwater.common.identity.Environment;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway asks.
 *
 * @param credential an API key or an access token
 * @param environment what a person chose; ignored for keys, which are of one
 * @param teamId the team chosen; null when none was
 * @param clientIp from where the credential came
 * @param audience whom the token is for, when that is a service of the operator's own; null for this suite
 */
record ExchangeRequest(
        @Nullable String credential,
        @Nullable Environment environment,
        @Nullable UUID teamId,
        @Nullable String clientIp,
        @Nullable String audience) {

    /** Without the credential. */
    @Override
    public String toString() {
        return "ExchangeRequest[]";
    }
}
