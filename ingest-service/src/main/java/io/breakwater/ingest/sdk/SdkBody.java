package io.breakwater.ingest.sdk;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What SDKs send, for the API's document; {@link SdkBodies} and {@link SdkEvents} read it. */
final class SdkBody {

    private SdkBody() {}

    @JsonNaming(LowerCamelCaseStrategy.class)
    @Schema(name = "SdkIdentify")
    record Identify(
            @Schema(required = true, minLength = 1, maxLength = 255, examples = "user_123")
            String userId,

            @Schema(maxLength = 128, examples = "member") String role,

            @Schema(description = "Those that are not named stay as they are", additionalProperties = Schema.True.class)
            Map<String, Object> traits) {}

    @JsonNaming(LowerCamelCaseStrategy.class)
    @Schema(name = "SdkSessionStart")
    record Session(
            @Schema(maxLength = 255, examples = "user_123") String userId,
            @Schema(maxLength = 255, examples = "anon_1") String anonymousId,

            @Schema(description = "A BCP 47 tag", maxLength = 35, examples = "en")
            String locale,

            @Schema(maxLength = 2048, examples = "https://example.com/products")
            String url) {}

    @JsonNaming(LowerCamelCaseStrategy.class)
    @Schema(name = "SdkEvent")
    record Event(
            @Schema(
                    required = true,
                    maxLength = 64,
                    pattern = "^[A-Z][A-Z0-9_]*$",
                    description = "Capital letters, digits and _; the event's name unless it is CUSTOM",
                    examples = "PAGE_VIEW")
            String type,

            @Schema(maxLength = 128, description = "Required where the type is CUSTOM", examples = "page_viewed")
            String name,

            @Schema(maxLength = 255, description = "Required unless the session knows somebody", examples = "user_123")
            String userId,

            @Schema(description = "As sdkSession gave it", examples = "0190a3c4-7d1e-7c3a-9b5f-2e8d4c6a1b70")
            String sessionId,

            @Schema(maxLength = 2048, examples = "https://example.com/products")
            String url,

            OffsetDateTime timestamp,

            @Schema(additionalProperties = Schema.True.class)
            Map<String, Object> properties,

            @Schema(minLength = 1, maxLength = 100, description = "The dedupe key")
            String messageId) {}

    @JsonNaming(LowerCamelCaseStrategy.class)
    @Schema(name = "SdkEvents")
    record Events(
            @Schema(required = true, minItems = 1, maxItems = 100)
            List<Event> events) {}

    /** The envelope of an answer, where its type is not that of a method. */
    @Schema(name = "DataAccepted")
    record DataAccepted(SdkAnswers.Accepted data) {}
}
