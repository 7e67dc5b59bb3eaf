package io.breakwater.gateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.counter.Charge;
import io.breakwater.gateway.counter.Decision;
import io.breakwater.gateway.counter.TestCharges;
import io.breakwater.gateway.counter.Verdict;
import io.breakwater.gateway.policy.Policy.Algorithm;
import io.breakwater.gateway.policy.Policy.Consistency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RateLimitHeadersTest {

    private static final Charge KEY =
            TestCharges.charge(TestCharges.policy("key", Algorithm.SLIDING_WINDOW, 1000, 60_000));
    private static final Charge BURST =
            TestCharges.charge(TestCharges.policy("ingest-burst", Algorithm.TOKEN_BUCKET, 100, 1_000));

    @Test
    void anAdmittedRequestShowsThePolicyNearestToItsLimitAndAllOthers() {
        Map<String, String> headers = RateLimitHeaders.of(Decision.of(
                List.of(new Verdict(KEY, true, 100, 0), new Verdict(BURST, true, 50, 0)), 1_700_000_000_000L));

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
                List.of(new Verdict(KEY, false, 0, 44_001), new Verdict(BURST, false, 0, 10)), 1_700_000_000_000L));

        assertThat(headers)
                .containsEntry("X-RateLimit-Limit", "1000")
                .containsEntry("X-RateLimit-Remaining", "0")
                .containsEntry("X-RateLimit-Reset", "1700000045")
                .containsEntry("RateLimit", "\"key\";r=0;t=45, \"ingest-burst\";r=0;t=1")
                .containsEntry("Retry-After", "45");
    }

    @Test
    void aRequestThatNoPolicyLookedAtShowsNothing() {
        assertThat(RateLimitHeaders.of(Decision.untouched())).isEmpty();
        assertThat(RateLimitHeaders.of(new Decision.Unavailable(KEY.policy()))).isEmpty();
    }

    @Test
    void neitherAQuotaNorWhatIsOnlyTriedOutIsShown() {
        Charge tried = TestCharges.charge(TestCharges.triedOut("tried", Algorithm.SLIDING_WINDOW, 5, 1000));
        Charge quota = TestCharges.charge(TestCharges.policy("month", Algorithm.PERIOD, 5, 1000));
        Map<String, String> headers = RateLimitHeaders.of(Decision.of(
                List.of(
                        new Verdict(KEY, true, 100, 0),
                        new Verdict(tried, false, 0, 50),
                        new Verdict(quota, false, 0, 90_000)),
                1_700_000_000_000L));

        assertThat(headers)
                .containsEntry("RateLimit", "\"key\";r=100;t=0")
                .containsEntry("X-RateLimit-Remaining", "100")
                .containsEntry("Retry-After", "90");
    }

    @Test
    void theLimitOfABucketIsWhatItHolds() {
        Charge bucket = TestCharges.charge(
                TestCharges.policy("b", Algorithm.TOKEN_BUCKET, 120, 60_000, 60L, Consistency.STRICT, false));
        Map<String, String> headers =
                RateLimitHeaders.of(Decision.of(List.of(new Verdict(bucket, true, 59, 0)), 1_700_000_000_000L));

        assertThat(headers)
                .containsEntry("X-RateLimit-Limit", "60")
                .containsEntry("RateLimit-Policy", "\"b\";q=120;w=60");
    }
}
