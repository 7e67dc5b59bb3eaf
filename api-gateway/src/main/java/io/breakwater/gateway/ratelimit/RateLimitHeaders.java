package io.breakwater.gateway.ratelimit;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Writes a decision into the headers of an answer. Pure. */
public final class RateLimitHeaders {

    private RateLimitHeaders() {}

    /** Empty for a request that no policy looked at. */
    public static SequencedMap<String, String> of(Decision decision) {
        return switch (decision) {
            case Decision.Admitted(List<Verdict> verdicts, long now) -> of(verdicts, now);
            case Decision.Refused(List<Verdict> verdicts, long now) -> {
                SequencedMap<String, String> headers = of(verdicts, now);
                headers.put(
                        "Retry-After",
                        String.valueOf(Math.max(1, seconds(shown(verdicts).waitMs()))));
                yield headers;
            }
            case Decision.Unavailable ignored -> new LinkedHashMap<>();
        };
    }

    private static SequencedMap<String, String> of(List<Verdict> verdicts, long nowMs) {
        SequencedMap<String, String> headers = new LinkedHashMap<>();
        if (verdicts.isEmpty()) {
            return headers;
        }
        Verdict shown = shown(verdicts);
        headers.put("X-RateLimit-Limit", String.valueOf(shown.limit()));
        headers.put("X-RateLimit-Remaining", String.valueOf(shown.remaining()));
        headers.put("X-RateLimit-Reset", String.valueOf(seconds(nowMs + shown.waitMs())));
        headers.put(
                "RateLimit-Policy",
                verdicts.stream()
                        .map(verdict -> "\"" + verdict.policy().name() + "\";q=" + verdict.limit() + ";w="
                                + seconds(verdict.policy().window().toMillis()))
                        .collect(Collectors.joining(", ")));
        headers.put(
                "RateLimit",
                verdicts.stream()
                        .map(verdict -> "\"" + verdict.policy().name() + "\";r=" + verdict.remaining() + ";t="
                                + seconds(verdict.waitMs()))
                        .collect(Collectors.joining(", ")));
        return headers;
    }

    /** The refusing policy that takes longest, so that whoever waits for it passes all; else the nearest to its limit. */
    private static Verdict shown(List<Verdict> verdicts) {
        return verdicts.stream()
                .filter(verdict -> !verdict.admitted())
                .max(Comparator.comparingLong(Verdict::waitMs))
                .orElseGet(() -> verdicts.stream()
                        .min(Comparator.comparingDouble(Verdict::share).thenComparingLong(Verdict::remaining))
                        .orElseThrow());
    }

    private static long seconds(long ms) {
        return Math.ceilDiv(ms, 1000L);
    }
}
