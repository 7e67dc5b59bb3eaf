package io.breakwater.gateway.bodykey;

import io.breakwater.gateway.proxy.HeldBodies;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads bodies in search of a key. Safe from any event loop. */
@Singleton
public final class BodyKeys {

    private static final Set<String> TYPES = Set.of("application/json", "text/plain");

    private final HeldBodies bodies;

    BodyKeys(HeldBodies bodies) {
        this.bodies = bodies;
    }

    /** Whether a body may hold a key, by what it says of itself. */
    public static boolean mayHold(HttpServerRequest request) {
        List<String> types = request.headers().getAll(HttpHeaders.CONTENT_TYPE);
        if (types.size() != 1 || request.headers().contains(HttpHeaders.CONTENT_ENCODING)) {
            return false;
        }
        String type = types.getFirst().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return TYPES.contains(type);
    }

    /** A body that is held until it is released. */
    public record Found(KeyedBody body, HeldBodies.Held held) {}

    /**
     * Reads the body to its end; on the request's event loop, which must not have begun to read it.
     *
     * @param limit in bytes
     * @return fails as {@link HeldBodies#take} does, and with {@code INVALID_REQUEST} for a key that is there twice
     */
    public Future<Found> take(HttpServerRequest request, long limit, HeldBodies.Sender sender) {
        return bodies.take(request, limit, sender).map(held -> {
            @Nullable KeyedBody body = null;
            try {
                body = KeyCutter.cut(held.body());
                return new Found(body, held);
            } finally {
                if (body == null) {
                    held.release();
                }
            }
        });
    }
}
