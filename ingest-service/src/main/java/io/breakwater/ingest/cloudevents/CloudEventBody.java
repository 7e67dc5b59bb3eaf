package io.breakwater.ingest.cloudevents;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A structured CloudEvent, for the API's document; {@link CloudEventReader} reads it, extensions included. */
@Schema(name = "CloudEvent", description = "CloudEvents 1.0; extensions are further fields")
record CloudEventBody(
        @Schema(required = true, enumeration = "1.0") String specversion,

        @Schema(required = true, minLength = 1, examples = "4711")
        String id,

        @Schema(required = true, minLength = 1, examples = "/shop")
        String source,

        @Schema(required = true, minLength = 1, maxLength = 128, examples = "purchase_completed")
        String type,

        @Schema(description = "The participant, unless participantid names it", maxLength = 255, examples = "user_123")
        String subject,

        @JsonProperty("participantid") @Schema(description = "The participant", maxLength = 255, examples = "user_123")
        String participantId,

        OffsetDateTime time,

        @Schema(examples = "application/json") String datacontenttype,

        @Schema(description = "Any JSON value") Object data) {}
