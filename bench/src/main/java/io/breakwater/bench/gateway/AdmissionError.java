package io.breakwater.bench.gateway;

import io.breakwater.bench.load.LoadGenerator;
import io.breakwater.bench.load.LoadPlan;
import io.breakwater.bench.load.LoadResult;
import io.breakwater.bench.process.BenchException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two gateways with one limit, offered three times as much: what they admit ÷ what the reference model admits of the same
 * requests at the same moments − 1.
 *
 * <p>The moments are those of the answers, as a client sees them: some milliseconds after the decisions, which were taken on Redis'
 * clock. So a figure from here is as exact as those milliseconds are small beside the window; {@code AdmissionErrorTest} of the gateway
 * compares on Redis' own clock.
 *
 * @param offered requests
 * @param admitted of them
 * @param model what the model admits of them
 */
record AdmissionError(long offered, long admitted, long model) {

    private static final long LIMIT = 2_000;
    private static final long WINDOW_MS = 1_000;
    private static final double OVERLOAD = 3;
    private static final int GATEWAYS = 2;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final int TOO_MANY = 429;
    private static final int OK = 200;

    /**
     * Measures it, {@code lasts} long.
     *
     * @param warmUp of both gateways together, at all that they answer
     */
    static AdmissionError measure(TestBed bed, String consistency, Duration warmUp, Duration lasts) {
        var gateway = new OurGateway(bed);
        var policies = OurGateway.policies(consistency, LIMIT, WINDOW_MS + "ms");
        Path complaints = bed.work().resolve("generator.log");
        SortedMap<Long, long[]> moments = new TreeMap<>();
        try (var first = gateway.start(consistency + "-1", policies, List.of());
                var second = gateway.start(consistency + "-2", policies, List.of());
                var threads = Executors.newFixedThreadPool(GATEWAYS);
                var one = LoadGenerator.start(bed.cores(), complaints);
                var other = LoadGenerator.start(bed.cores(), complaints)) {
            Stream.of(load(threads, one, first, WARM_UP), load(threads, other, second, WARM_UP))
                    .forEach(CompletableFuture::join);
            List.of(warmUp(threads, one, first, warmUp), warmUp(threads, other, second, warmUp))
                    .forEach(CompletableFuture::join);
            // What was admitted meanwhile counts for two windows.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2 * WINDOW_MS));
            List.of(load(threads, one, first, lasts), load(threads, other, second, lasts))
                    .forEach(load -> add(moments, load.join()));
        }
        long offered = moments.values().stream().mapToLong(moment -> moment[0]).sum();
        long admitted = moments.values().stream().mapToLong(moment -> moment[1]).sum();
        return new AdmissionError(offered, admitted, model(moments));
    }

    /** Admitted ÷ model − 1; null when so little was asked that nothing had to be refused. */
    @Nullable
    Double error() {
        return model < offered ? (double) admitted / model - 1 : null;
    }

    private static CompletableFuture<LoadResult> warmUp(
            ExecutorService threads, LoadGenerator generator, Subject subject, Duration lasts) {
        var plan = LoadPlan.get(subject.url(), subject.headers(), Duration.ZERO, lasts);
        return CompletableFuture.supplyAsync(() -> generator.run(plan, LoadGenerator.Window.UNWATCHED), threads);
    }

    private static CompletableFuture<LoadResult> load(
            ExecutorService threads, LoadGenerator generator, Subject subject, Duration lasts) {
        var plan = LoadPlan.get(subject.url(), subject.headers(), Duration.ZERO, lasts)
                .at(OVERLOAD * LIMIT * 1_000 / WINDOW_MS / GATEWAYS)
                .withTimeline();
        return CompletableFuture.supplyAsync(() -> generator.run(plan, LoadGenerator.Window.UNWATCHED), threads);
    }

    private static void add(SortedMap<Long, long[]> moments, LoadResult load) {
        if (load.answers().keySet().stream().anyMatch(status -> status != OK && status != TOO_MANY)) {
            throw new BenchException("Two gateways answered, by status, " + load.answers() + ".");
        }
        for (LoadResult.Moment moment : load.timeline()) {
            long[] sum = moments.computeIfAbsent(moment.epochMs(), ms -> new long[2]);
            sum[0] += moment.answers();
            sum[1] += moment.good();
        }
    }

    /** ⌈previous·(1−f)⌉ + current + cost ≤ limit, on windows that begin at multiples of their length since 1970. */
    private static long model(SortedMap<Long, long[]> moments) {
        long window = Long.MIN_VALUE;
        long previous = 0;
        long current = 0;
        long admitted = 0;
        for (var moment : moments.entrySet()) {
            long index = Math.floorDiv(moment.getKey(), WINDOW_MS);
            if (index != window) {
                previous = index == window + 1 ? current : 0;
                current = 0;
                window = index;
            }
            long left = WINDOW_MS - Math.floorMod(moment.getKey(), WINDOW_MS);
            long room = LIMIT - current - Math.ceilDiv(previous * left, WINDOW_MS);
            long now = Math.clamp(room, 0, moment.getValue()[0]);
            current += now;
            admitted += now;
        }
        return admitted;
    }
}
