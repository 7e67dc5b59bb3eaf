package io.breakwater.gateway.credential;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.InternalToken;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.gateway.client.AllowedAddresses;
import io.breakwater.gateway.client.AllowedOrigins;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What auth-service says of a good credential. Fields that the gateway does not use travel inside the token.
 *
 * @param token the internal JWT, for upstreams of that audience only
 * @param audience whom it is for; null as said by an auth-service that makes tokens for this suite alone
 * @param expiresAt of the token, in seconds of the epoch
 * @param tenantId null only for platform administrators
 * @param sessionId behind a user's or administrator's token; null for keys
 * @param keyKind {@code secret} or {@code publishable}; null for users and administrators
 * @param limits overrides of a policy's limit, by policy
 * @param tenantStatus {@code active}, {@code past_due} or {@code cancelled}; null for platform administrators
 * @param credentialExpiresAt when the credential itself ends, in seconds of the epoch; null for never
 * @param allowedOrigins from which pages a publishable key may be used
 * @param team the one that is acted for; null for none
 * @param plan the tenant's; null for platform administrators
 * @param quotas what may be used in a month, by kind; absent means no limit
 * @param billingDay the day on which quotas begin anew, 1 to 28; null for platform administrators
 * @param allowedIps from where the credential may be used: looked at for every request, as the grant is cached
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Grant(
        @JsonProperty(required = true) String token,
        @Nullable String audience,
        @JsonProperty(value = "expires_at", required = true) long expiresAt,
        @JsonProperty(required = true) Subject subject,
        @JsonProperty("tenant_id") @Nullable String tenantId,
        @JsonProperty(required = true) Environment environment,
        @JsonProperty("session_id") @Nullable String sessionId,
        @JsonProperty("key_kind") @Nullable String keyKind,
        Set<String> scopes,
        Map<String, Long> limits,
        @JsonProperty("tenant_status") @Nullable String tenantStatus,
        @JsonProperty("credential_expires_at") @Nullable Long credentialExpiresAt,
        @JsonProperty("allowed_origins") AllowedOrigins allowedOrigins,
        @JsonProperty("allowed_ips") AllowedAddresses allowedIps,
        @Nullable String team,
        @Nullable String plan,
        Map<String, Long> quotas,
        @JsonProperty("billing_day") @Nullable Integer billingDay) {

    /** Whom the credential stands for. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Subject(
            @JsonProperty(required = true) SubjectKind kind,
            @JsonProperty(required = true) String id) {}

    public Grant {
        scopes = scopes == null ? Set.of() : Set.copyOf(scopes);
        limits = limits == null ? Map.of() : Map.copyOf(limits);
        quotas = quotas == null ? Map.of() : Map.copyOf(quotas);
        allowedOrigins = allowedOrigins == null ? AllowedOrigins.ALL : allowedOrigins;
        allowedIps = allowedIps == null ? AllowedAddresses.ALL : allowedIps;
    }

    public SubjectKind kind() {
        return subject.kind();
    }

    /** Whether the token is what was asked for; one for somebody else must not be sent to an upstream of the operator's. */
    boolean isFor(@Nullable String foreign) {
        return foreign == null ? audience == null || audience.equals(InternalToken.AUDIENCE) : foreign.equals(audience);
    }

    /** Whether the credential is a key that stands in web pages, where everyone can read it. */
    public boolean isPublishable() {
        return "publishable".equals(keyKind);
    }

    /** Whether neither the token nor the credential behind it has ended. */
    boolean isAlive(long nowMs) {
        return nowMs < expiresAt * 1000 && (credentialExpiresAt == null || nowMs < credentialExpiresAt * 1000);
    }

    /** Whether the tenant has not paid for what its plan counts. */
    public boolean isPaymentDue() {
        return "past_due".equals(tenantStatus) || "cancelled".equals(tenantStatus);
    }

    /** Hides the token. */
    @Override
    public String toString() {
        return "Grant[" + subject + ", tenant=" + tenantId + "]";
    }
}
