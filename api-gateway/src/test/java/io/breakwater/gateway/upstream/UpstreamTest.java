package io.breakwater.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UpstreamTest {

    private static final URI A = URI.create("http://a:1");
    private static final URI B = URI.create("http://b:1");
    private static final URI C = URI.create("http://c:1");

    private final AtomicLong now = new AtomicLong(TimeUnit.HOURS.toNanos(1));

    private Upstream upstream(URI... addresses) {
        return new Upstream("own", List.of(addresses), config(), now::get);
    }

    private static ResilienceConfig config() {
        return new ResilienceConfig() {
            @Override
            public int failures() {
                return 3;
            }

            @Override
            public Duration outAtFirst() {
                return Duration.ofSeconds(1);
            }

            @Override
            public Duration outAtMost() {
                return Duration.ofSeconds(5);
            }

            @Override
            public double retryShare() {
                return 0.2;
            }

            @Override
            public int retriesPerSecond() {
                return 3;
            }
        };
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static Attempt next(Upstream upstream) {
        return Objects.requireNonNull(upstream.choose(List.of()));
    }

    private static List<URI> answered(Upstream upstream, int times) {
        return Stream.generate(() -> {
                    Attempt attempt = next(upstream);
                    attempt.answered(200);
                    return attempt.address().base();
                })
                .limit(times)
                .toList();
    }

    /** Fails whatever is sent to one address, and answers elsewhere, until that address is out. */
    private static void takeOut(Upstream upstream, URI address) {
        for (int failures = 0; failures < 3; ) {
            Attempt attempt = next(upstream);
            if (attempt.address().base().equals(address)) {
                attempt.broken();
                failures++;
            } else {
                attempt.answered(200);
            }
        }
    }

    @Test
    void addressesAreTakenInTurn() {
        assertThat(answered(upstream(A, B, C), 6)).containsExactly(A, B, C, A, B, C);
    }

    @Test
    void addressThatFailsInARowIsLeftAloneUntilItsTimeIsOver() {
        Upstream upstream = upstream(A, B);
        takeOut(upstream, A);

        assertThat(answered(upstream, 4)).containsOnly(B);
        assertThat(upstream.out()).isOne();

        pass(Duration.ofMillis(1001));
        assertThat(answered(upstream, 2)).contains(A);
        assertThat(upstream.out()).isZero();
    }

    @Test
    void failuresThatAreNotInARowDoNothing() {
        Upstream upstream = upstream(A, B);
        for (int i = 0; i < 20; i++) {
            Attempt attempt = next(upstream);
            if (i % 3 == 0) {
                attempt.broken();
            } else {
                attempt.answered(200);
            }
        }
        assertThat(upstream.out()).isZero();
    }

    @Test
    void onlyOneRequestAtATimeTriesAnAddressThatMayComeBack() {
        Upstream upstream = upstream(A, B);
        takeOut(upstream, A);
        pass(Duration.ofSeconds(2));

        List<Attempt> open = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            open.add(next(upstream));
        }

        assertThat(open.stream().filter(attempt -> attempt.address().base().equals(A)))
                .hasSize(1);
    }

    @Test
    void timeOutDoublesEachTimeAndIsBounded() {
        Upstream upstream = upstream(A, B);
        takeOut(upstream, A);
        for (long seconds : new long[] {1, 2, 4, 5, 5}) {
            pass(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(answered(upstream, 3)).containsOnly(B);
            pass(Duration.ofMillis(2));
            Attempt probe = Stream.generate(() -> next(upstream))
                    .limit(2)
                    .filter(attempt -> attempt.address().base().equals(A))
                    .findFirst()
                    .orElseThrow();
            probe.broken();
        }
    }

    @Test
    void whenAllAreOutOneRequestAtATimeStillTriesEach() {
        Upstream upstream = upstream(A, B);
        takeOut(upstream, A);
        for (int i = 0; i < 3; i++) {
            next(upstream).broken();
        }
        assertThat(upstream.out()).isEqualTo(2);

        Attempt first = next(upstream);
        Attempt second = next(upstream);
        assertThat(List.of(first.address().base(), second.address().base())).containsExactlyInAnyOrder(A, B);
        assertThat(upstream.choose(List.of())).isNull();
        assertThat(upstream.retryAfterSeconds()).isBetween(1L, 5L);

        first.answered(200);
        assertThat(answered(upstream, 2)).containsOnly(first.address().base());
        second.givenUp();
    }

    @Test
    void lastAddressIsNotTakenOutForItsStatuses() {
        Upstream alone = upstream(A);
        for (int i = 0; i < 10; i++) {
            next(alone).answered(503);
        }
        assertThat(alone.out()).isZero();

        Upstream two = upstream(A, B);
        for (int i = 0; i < 20; i++) {
            next(two).answered(503);
        }
        assertThat(two.out()).isOne();
    }

    @Test
    void otherStatusesAreNoFailures() {
        Upstream upstream = upstream(A, B);
        for (int status : new int[] {500, 501, 404, 429, 505, 200, 500, 500, 500, 500}) {
            next(upstream).answered(status);
        }
        assertThat(upstream.out()).isZero();
    }

    @Test
    void addressesThatWereTriedAreAvoidedWhileThereAreOthers() {
        Upstream upstream = upstream(A, B);
        Attempt first = next(upstream);
        Attempt second = Objects.requireNonNull(upstream.choose(List.of(first.address())));

        assertThat(second.address()).isNotEqualTo(first.address());
        assertThat(upstream.choose(List.of(first.address(), second.address()))).isNotNull();
    }

    @Test
    void changedAddressesKeepWhatIsKnownOfThoseThatStay() {
        Upstream upstream = upstream(A, B);
        takeOut(upstream, A);

        Upstream changed = upstream.withAddresses(List.of(A, C));

        assertThat(changed.out()).isOne();
        assertThat(answered(changed, 4)).containsOnly(C);
    }
}
