package io.breakwater.gateway.credential;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.breakwater.common.identity.Environment;
import org.jspecify.annotations.Nullable;

/**
 * Whom auth-service is asked to describe: a key or a user of a tenant.
 *
 * @param environment that a user would choose; a key has its own
 * @param teamId the team they would act for; null when they would not say
 */
public record DescribedCaller(
        @JsonProperty("tenant_id") String tenantId,
        Environment environment,
        @JsonProperty("key_id") @Nullable String keyId,
        @JsonProperty("user_id") @Nullable String userId,
        @JsonProperty("team_id") @Nullable String teamId) {}
