package io.breakwater.auth.exchange;

import io.breakwater.common.identity.Environment;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whom the gateway wants to know about: a key or a user.
 *
 * @param environment what a user would choose; null for live
 * @param teamId the team that they would choose; null for none
 */
record DescriptionRequest(
        @Nullable UUID tenantId,
        @Nullable Environment environment,
        @Nullable UUID keyId,
        @Nullable UUID userId,
        @Nullable UUID teamId) {

    /** What a request of theirs would say beside its credential. */
    ExchangeRequest choice() {
        return new ExchangeRequest(null, environment, teamId, null, null);
    }
}
