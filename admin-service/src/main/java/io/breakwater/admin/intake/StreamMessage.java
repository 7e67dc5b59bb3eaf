package io.breakwater.admin.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * What a service told on a stream.
 *
 * @param id by which a message that is delivered twice is known
 * @param type what happened, dotted: {@code key.revoked}
 * @param at when it was told
 */
public record StreamMessage(UUID id, String type, Instant at, JsonNode payload) {

    /** Without the payload, which may hold personal data. */
    @Override
    public String toString() {
        return "StreamMessage[" + id + ", " + type + "]";
    }
}
