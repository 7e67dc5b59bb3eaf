package io.breakwater.gateway.killswitch;

import io.breakwater.common.problem.ProblemException;
import io.breakwater.gateway.proxy.OpenExchange;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
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

        final OpenExchange exchange;

        Open(String routeId, String path, @Nullable String tenant, @Nullable String key, OpenExchange exchange) {
            this.routeId = routeId;
            this.path = path;
            this.tenant = tenant;
            this.key = key;
            this.exchange = exchange;
        }
    }

    void add(Open exchange) {
        open.add(exchange);
    }

    /** Does nothing for one that was broken off. */
    void remove(Open exchange) {
        open.remove(exchange);
    }

    /**
     * Breaks off those that are hit, each once.
     *
     * @param hit what to say to one of them; null for those that go on
     */
    int abort(Function<Open, @Nullable ProblemException> hit) {
        int aborted = 0;
        for (Open candidate : List.copyOf(open)) {
            @Nullable ProblemException problem = hit.apply(candidate);
            if (problem != null && open.remove(candidate)) {
                candidate.exchange.abort(problem);
                aborted++;
            }
        }
        return aborted;
    }

    int size() {
        return open.size();
    }
}
