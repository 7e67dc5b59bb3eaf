package io.breakwater.gateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.ratelimit.Policy.Algorithm;
import io.breakwater.gateway.ratelimit.Policy.OnRedisLost;
import io.breakwater.gateway.ratelimit.Policy.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RateLimitHeadersTest {

    private static final Policy KEY = new Policy(
            "key", Subject.KEY, 1000, Duration.ofSeconds(60), Algorithm.SLIDING_WINDOW, OnRedisLost.LOCAL, true);
    private static final Policy BURST = new Policy(
            "ingest-burst", Subject.KEY, 100, Duration.ofSeconds(1), Algorithm.TOKEN_BUCKET, OnRedisLost.OPEN, false);

    @Test
    void anAdmittedRequestShowsThePolicyNearestToItsLimitAndAllOthers() {
        Map<String, String> headers = RateLimitHeaders.of(Decision.of(
                List.of(new Verdict(KEY, true, 1000, 100, 0), new Verdict(BURST, true, 100, 50, 0)),
                1_700_000_000_000L));

        assertThat(headers)
                .containsEntry("X-RateLimit-Limit", "1000")
                .containsEntry("X-RateLimit-Remaining", "100")
                .containsEntry("X-RateLimit-Reset", "1700000000")
                .containsEntry("RateLimit-Policy", "\"key\";q=1000;w=60, \"ingest-burst\";q=100;w=1")
                .containsEntry("RateLimit", "\"key\";r=100;t=0, \"ingest-burst\";r=50;t=0")
                .doesNotContainKey("Retry-After");
    }

    @Test
    void aRefusedRequestShowsTheRefusingPolicyThatTakesLongest() {
        Map<String, String> headers = RateLimitHeaders.of(Decision.of(
                List.of(new Verdict(KEY, false, 1000, 0, 44_001), new Verdict(BURST, false, 100, 0, 10)),
                1_700_000_000_000L));

        assertThat(headers)
                .containsEntry("X-RateLimit-Limit", "1000")
                .containsEntry("X-RateLimit-Remaining", "0")
                .containsEntry("X-RateLimit-Reset", "1700000045")
                .containsEntry("RateLimit", "\"key\";r=0;t=45, \"ingest-burst\";r=0;t=1")
                .containsEntry("Retry-After", "45");
    }

    @Test
    void aRequestThatNoPolicyLookedAtShowsNothing() {
        assertThat(RateLimitHeaders.of(Decision.UNTOUCHED)).isEmpty();
        assertThat(RateLimitHeaders.of(new Decision.Unavailable(KEY))).isEmpty();
    }
}
