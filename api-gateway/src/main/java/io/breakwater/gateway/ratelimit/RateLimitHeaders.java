package io.breakwater.gateway.ratelimit;

import io.breakwater.gateway.counter.Decision;
import io.breakwater.gateway.counter.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a decision into the headers of an answer: {@code X-RateLimit-*}, and {@code RateLimit-Policy} and {@code
 * RateLimit} as the IETF's httpapi working group drafts them (draft-ietf-httpapi-ratelimit-headers-10). Pure.
 */
public final class RateLimitHeaders {

    private RateLimitHeaders() {}

    /** Empty for a request that no policy looked at. */
    public static SequencedMap<String, String> of(Decision decision) {
        SequencedMap<String, String> headers = new LinkedHashMap<>();
        List<Verdict> looked = decision.looked();
        @Nullable Verdict nearest = nearest(looked);
        if (nearest != null) {
            write(headers, looked, nearest, decision.nowMs());
        }
        if (decision instanceof Decision.Refused) {
            headers.put("Retry-After", String.valueOf(retryAfter(looked)));
        }
        return headers;
    }

    private static void write(SequencedMap<String, String> headers, List<Verdict> looked, Verdict nearest, long nowMs) {
        headers.put("X-RateLimit-Limit", String.valueOf(nearest.charge().burst()));
        headers.put("X-RateLimit-Remaining", String.valueOf(nearest.remaining()));
        headers.put("X-RateLimit-Reset", String.valueOf(seconds(nowMs + nearest.waitMs())));
        StringBuilder policies = new StringBuilder();
        StringBuilder limits = new StringBuilder();
        for (Verdict verdict : looked) {
            if (verdict.isShown()) {
                String separator = policies.isEmpty() ? "\"" : ", \"";
                policies.append(separator)
                        .append(verdict.policy().name())
                        .append("\";q=")
                        .append(verdict.limit())
                        .append(";w=")
                        .append(seconds(verdict.policy().window().toMillis()));
                limits.append(separator)
                        .append(verdict.policy().name())
                        .append("\";r=")
                        .append(verdict.remaining())
                        .append(";t=")
                        .append(seconds(verdict.waitMs()));
            }
        }
        headers.put("RateLimit-Policy", policies.toString());
        headers.put("RateLimit", limits.toString());
    }

    /** The refusing policy that takes longest, so that whoever waits for it passes all; else the nearest to its limit. */
    private static @Nullable Verdict nearest(List<Verdict> looked) {
        @Nullable Verdict nearest = null;
        for (Verdict verdict : looked) {
            if (verdict.isShown() && (nearest == null || isNearer(verdict, nearest))) {
                nearest = verdict;
            }
        }
        return nearest;
    }

    private static boolean isNearer(Verdict verdict, Verdict other) {
        if (verdict.refuses() || other.refuses()) {
            return verdict.refuses() && (!other.refuses() || verdict.waitMs() > other.waitMs());
        }
        return verdict.share() < other.share()
                || (verdict.share() == other.share() && verdict.remaining() < other.remaining());
    }

    private static long retryAfter(List<Verdict> looked) {
        long waitMs = 0;
        for (Verdict verdict : looked) {
            if (verdict.refuses()) {
                waitMs = Math.max(waitMs, verdict.waitMs());
            }
        }
        return Math.max(1, seconds(waitMs));
    }

    private static long seconds(long ms) {
        return Math.ceilDiv(ms, 1000L);
    }
}
