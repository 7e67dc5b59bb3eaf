package io.breakwater.gateway.bodykey;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A body that was looked through.
 *
 * @param key what stands in the key's place, which may be anything; null when there is no such place
 * @param rest the body without it
 */
public record KeyedBody(@Nullable String key, Buffer rest) {

    /** Hides the key and the body. */
    @Override
    public String toString() {
        return "KeyedBody[" + rest.length() + " bytes]";
    }
}
