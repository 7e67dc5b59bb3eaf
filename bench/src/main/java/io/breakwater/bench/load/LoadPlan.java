package io.breakwater.bench.load;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to send.
 *
 * @param url {@code http} alone
 * @param body null for none; each {@code ${n}} in it is replaced by the number of the request, from {@code firstNumber} on
 * @param connections kept alive, one request at a time on each
 * @param perSecond requests that are due in a second, at random moments as of clients that know nothing of each other (Poisson);
 *     null for as many as the connections allow
 * @param warmUp at the same load, before anything counts
 * @param measured how long counts
 * @param timeline whether every millisecond is counted by itself
 */
public record LoadPlan(
        URI url,
        String method,
        Map<String, String> headers,
        @Nullable String body,
        long firstNumber,
        int connections,
        @Nullable Double perSecond,
        Duration warmUp,
        Duration measured,
        boolean timeline) {

    public LoadPlan {
        headers = Map.copyOf(headers);
        if (perSecond != null && perSecond <= 0) {
            throw new IllegalArgumentException("a rate must be above 0");
        }
    }

    /** GETs of an address, as fast as 32 connections allow. */
    public static LoadPlan get(URI url, Map<String, String> headers, Duration warmUp, Duration measured) {
        return new LoadPlan(url, "GET", headers, null, 0, 32, null, warmUp, measured, false);
    }

    /** The same at a rate. */
    public LoadPlan at(double rate) {
        return new LoadPlan(url, method, headers, body, firstNumber, connections, rate, warmUp, measured, timeline);
    }

    /** The same for another time. */
    public LoadPlan lasting(Duration newWarmUp, Duration newMeasured) {
        return new LoadPlan(
                url, method, headers, body, firstNumber, connections, perSecond, newWarmUp, newMeasured, timeline);
    }

    /** The same with each millisecond counted by itself. */
    public LoadPlan withTimeline() {
        return new LoadPlan(url, method, headers, body, firstNumber, connections, perSecond, warmUp, measured, true);
    }
}
