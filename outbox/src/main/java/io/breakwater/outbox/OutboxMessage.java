package io.breakwater.outbox;

import io.breakwater.common.identity.Environment;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, to be told to whoever reads the stream.
 *
 * @param stream the Redis stream's key
 * @param type what happened, in the past tense and dotted: {@code key.revoked}
 * @param payload written as JSON
 * @param tenant whose it is; null for the platform's own
 * @param environment null when it concerns both or none
 */
public record OutboxMessage(
        String stream,
        String type,
        Map<String, ?> payload,
        @Nullable UUID tenant,
        @Nullable Environment environment) {}
