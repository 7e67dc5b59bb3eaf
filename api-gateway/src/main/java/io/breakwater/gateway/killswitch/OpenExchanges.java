package io.breakwater.gateway.killswitch;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which exchanges are open at this moment, so that a switch reaches them too. Thread-safe. */
final class OpenExchanges {

    private final Set<Open> open = ConcurrentHashMap.newKeySet();

    /** One of them; told apart by identity. */
    static final class Open {

        final String routeId;
        final String path;
        /** Null without a credential. */
        final @Nullable String tenant;
        /** Null without a key. */
        final @Nullable String key;
        /** Breaks it off, from any thread. */
        final Runnable abort;

        Open(String routeId, String path, @Nullable String tenant, @Nullable String key, Runnable abort) {
            this.routeId = routeId;
            this.path = path;
            this.tenant = tenant;
            this.key = key;
            this.abort = abort;
        }
    }

    void add(Open exchange) {
        open.add(exchange);
    }

    /** Does nothing for one that was broken off. */
    void remove(Open exchange) {
        open.remove(exchange);
    }

    /** Breaks off those that are hit, each once. */
    int abort(Predicate<Open> hit) {
        int aborted = 0;
        for (Open exchange : open.stream().filter(hit).toList()) {
            if (open.remove(exchange)) {
                exchange.abort.run();
                aborted++;
            }
        }
        return aborted;
    }

    int size() {
        return open.size();
    }
}
