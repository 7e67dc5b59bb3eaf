package io.breakwater.ingest.sdk;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What SDKs are answered, inside of {@link Data}. */
final class SdkAnswers {

    private SdkAnswers() {}

    /**
     * @param name the tenant's name; null as long as this service is not told it
     * @param settings empty as long as there are none
     * @param features flags by name; empty as long as this service is not told any
     * @param defaultLocale a BCP 47 tag
     */
    @JsonNaming(LowerCamelCaseStrategy.class)
    @Schema(name = "SdkConfiguration")
    record Configuration(
            UUID tenantId,
            @Nullable String name,
            Map<String, Object> settings,
            @Nullable String plan,
            Map<String, Boolean> features,
            String defaultLocale) {}

    /**
     * @param id ours, the same each time that this user is identified
     */
    @JsonNaming(LowerCamelCaseStrategy.class)
    @Schema(name = "SdkUser")
    record User(String userId, UUID id) {}

    @JsonNaming(LowerCamelCaseStrategy.class)
    @Schema(name = "SdkSession")
    record Session(UUID sessionId, Instant expiresAt) {}

    /**
     * @param accepted how many events the stream has confirmed: all
     * @param correlationId the request's id, under which the events are found in logs
     */
    @JsonNaming(LowerCamelCaseStrategy.class)
    @Schema(name = "SdkAccepted")
    record Accepted(int accepted, String correlationId) {}
}
