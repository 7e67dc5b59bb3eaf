package io.breakwater.ingest.event;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What became of an accepted event. */
public enum EventState {
    /** In the stream; not yet looked at. */
    ACCEPTED,
    /** Its effects are committed. */
    PROCESSED,
    /** Its {@code message_id} was already there with the same content: no further effect. */
    DUPLICATE,
    /** Its {@code message_id} was already there with other content: no effect. */
    CONFLICT,
    /** It could not be processed; kept with the reason. */
    DEAD,
    /** Its participant or tenant was erased: nothing is left but its id. */
    ERASED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that name, among those that are final. */
    public static Optional<EventState> ofFinal(String wireName) {
        return Arrays.stream(values())
                .filter(state -> state != ACCEPTED && state.wireName().equals(wireName))
                .findFirst();
    }
}
