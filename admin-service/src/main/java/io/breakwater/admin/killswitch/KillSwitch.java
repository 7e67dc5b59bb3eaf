package io.breakwater.admin.killswitch;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A switch.
 *
 * @param setBy the administrator's id
 * @param expiresAt when it ends by itself; null when it has to be taken away
 */
public record KillSwitch(
        @Schema(examples = "prefix:/api/v1/ingest") String scope,
        String reason,
        State state,
        UUID setBy,
        Instant setAt,
        @Nullable Instant expiresAt) {

    /** How far a switch has got. */
    @Schema(
            description =
                    "pending: recorded, but Redis is away and the gateways do not know of it. on: every gateway that"
                            + " reaches Redis obeys it. ending: taken away, but the gateways still obey it, as Redis is away")
    public enum State {
        PENDING,
        ON,
        ENDING;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
