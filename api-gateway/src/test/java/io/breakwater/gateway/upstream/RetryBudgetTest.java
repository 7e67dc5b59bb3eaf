package io.breakwater.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

    private final AtomicLong now = new AtomicLong(TimeUnit.HOURS.toNanos(1));
    private final RetryBudget budget = new RetryBudget(0.2, 3, now::get);

    private void pass(long seconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    private int takeAll() {
        int taken = 0;
        while (taken < 10_000 && budget.take()) {
            taken++;
        }
        return taken;
    }

    @Test
    void threeASecondAreFreeHoweverFewRequestsThereAre() {
        assertThat(takeAll()).isEqualTo(3);
        pass(1);
        assertThat(takeAll()).isEqualTo(3);
    }

    @Test
    void aFifthOfTheRequestsMayBeRepeated() {
        for (int i = 0; i < 1000; i++) {
            budget.request();
        }
        assertThat(takeAll()).isEqualTo(200);
        pass(1);
        assertThat(takeAll()).isEqualTo(3);
    }

    @Test
    void requestsAreForgottenAfterTenSeconds() {
        for (int i = 0; i < 1000; i++) {
            budget.request();
        }
        pass(9);
        assertThat(budget.take()).isTrue();
        pass(2);
        assertThat(takeAll()).isEqualTo(3);
        pass(100_000);
        assertThat(takeAll()).isEqualTo(3);
    }

    @Property(tries = 100)
    void neverMoreThanTheShareAndTheFreeOnes(
            @ForAll @Size(max = 60) java.util.List<@IntRange(max = 50) Integer> requestsBySecond) {
        AtomicLong clock = new AtomicLong();
        RetryBudget tested = new RetryBudget(0.2, 3, clock::get);
        long requests = 0;
        long retries = 0;
        for (int count : requestsBySecond) {
            for (int i = 0; i < count; i++) {
                requests++;
                tested.request();
                retries += tested.take() ? 1 : 0;
            }
            clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        }
        assertThat(retries).isLessThanOrEqualTo((long) (0.2 * requests) + 3L * requestsBySecond.size());
    }
}
