package io.breakwater.ingest.compat;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A call of the tracking API, for the API's document; {@link SegmentReader} reads it. */
@JsonNaming(LowerCamelCaseStrategy.class)
@Schema(name = "SegmentCall", description = "As Segment's specification has it; further fields are kept")
record SegmentBody(
        @Schema(description = "Of `track`", examples = "Order Completed")
        String event,

        @Schema(examples = "user_123") String userId,
        @Schema(examples = "anon_1") String anonymousId,

        @Schema(description = "The dedupe key") String messageId,

        @Schema(additionalProperties = Schema.True.class) Map<String, Object> properties,

        @Schema(additionalProperties = Schema.True.class) Map<String, Object> traits,

        @Schema(description = "Of `batch`: up to 2,500 calls, each with its `type`")
        List<Map<String, Object>> batch) {}
