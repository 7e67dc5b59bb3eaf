package io.breakwater.bench.ingest;

import io.breakwater.bench.load.LoadPlan;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events of one size of request by one way.
 *
 * @param batch events in a request
 * @param perSecond events that are due in a second; 0 for as many as the connections allow
 */
record Scenario(Route route, int batch, double perSecond, int connections, Duration warmUp, Duration measured) {

    /** Enough that none waits for another in the generator, few enough to be a handful of clients. */
    private static final int CONNECTIONS = 32;

    private static final int FEW = 16;

    /** Message ids must not repeat, within an installation: no scenario has that many requests. */
    private static final long NUMBERS = 1_000_000_000L;

    static final int ACCEPTED = 202;

    /** At a rate, by a handful of clients. */
    Scenario(Route route, int batch, double perSecond, Duration warmUp, Duration measured) {
        this(route, batch, perSecond, CONNECTIONS, warmUp, measured);
    }

    /** Each of a few connections sends when it has its answer. */
    static Scenario asFastAsItGoes(Route route, int batch, Duration warmUp, Duration measured) {
        return new Scenario(route, batch, 0, batch == 1 ? FEW : 1, warmUp, measured);
    }

    String name() {
        return (batch == 1 ? "single events" : "batches of " + batch) + ", " + route.name();
    }

    /** @param run counts the scenarios of an installation */
    LoadPlan plan(int run) {
        Map<String, String> headers = new LinkedHashMap<>(route.headers());
        headers.put("Content-Type", "application/json");
        String path = batch == 1 ? "/api/v1/ingest/events" : "/api/v1/ingest/events/batch";
        String body = batch == 1 ? Events.single() : Events.batch(batch);
        @Nullable Double requests = perSecond == 0 ? null : Double.valueOf(perSecond / batch);
        return new LoadPlan(
                route.base().resolve(path),
                "POST",
                headers,
                body,
                run * NUMBERS,
                connections,
                requests,
                warmUp,
                measured,
                false);
    }
}
