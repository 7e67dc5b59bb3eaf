package io.breakwater.ingest.erasure;

import io.breakwater.common.identity.Environment;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a walk through both environments, each in the order of acceptance, has come to.
 *
 * @param acceptedAt of the last row looked at
 * @param id of that row
 */
record Cursor(Environment environment, Instant acceptedAt, UUID id) {

    private static final UUID LEAST = new UUID(0, 0);

    /** The beginning of an environment. */
    static Cursor startOf(Environment environment) {
        return new Cursor(environment, Instant.EPOCH, LEAST);
    }

    /** The beginning of the walk, when there is no text. */
    static Cursor parse(@Nullable String text) {
        if (text == null) {
            return startOf(Environment.LIVE);
        }
        String[] parts = text.split(" ");
        return new Cursor(Environment.of(parts[0]), Instant.parse(parts[1]), UUID.fromString(parts[2]));
    }

    Cursor after(StoredEvent event) {
        return new Cursor(environment, event.acceptedAt(), event.id());
    }

    /** The beginning of the other environment; null after both. */
    @Nullable
    Cursor nextEnvironment() {
        return environment == Environment.LIVE ? startOf(Environment.TEST) : null;
    }

    @Override
    public String toString() {
        return environment.wireName() + " " + acceptedAt + " " + id;
    }
}
