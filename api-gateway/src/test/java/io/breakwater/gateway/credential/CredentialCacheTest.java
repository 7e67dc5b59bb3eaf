package io.breakwater.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.common.identity.Environment;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.gateway.client.AllowedAddresses;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept, for how long, and who shares it. */
class CredentialCacheTest extends CacheAtHand {

    @Test
    void oneExchangeServesAllWhoWait() {
        Future<ExchangeOutcome> first = cache.resolve(REQUEST);
        Future<ExchangeOutcome> second = cache.resolve(REQUEST);
        assertThat(exchanges).hasSize(1);

        answer(granted("token"));

        assertThat(first.result()).isEqualTo(second.result()).isInstanceOf(ExchangeOutcome.Granted.class);
    }

    @Test
    void teamAndEnvironmentAreExchangedApart() {
        cache.resolve(REQUEST);
        cache.resolve(new ExchangeRequest("secret", Environment.TEST, null, "1.2.3.4"));
        cache.resolve(new ExchangeRequest("secret", Environment.LIVE, "team", "1.2.3.4"));
        cache.resolve(new ExchangeRequest("secret", Environment.LIVE, "team", "5.6.7.8"));

        assertThat(exchanges).hasSize(3);
    }

    @Test
    void freshForTenSeconds() {
        ExchangeOutcome outcome = fill();
        clock.pass(9);

        assertThat(cached()).isEqualTo(outcome);
        assertThat(exchanges).isEmpty();
    }

    @Test
    void refreshedInTheBackgroundAfterTenSeconds() {
        ExchangeOutcome outcome = fill();
        clock.pass(11);

        assertThat(cached()).isEqualTo(outcome);
        assertThat(cached()).isEqualTo(outcome);
        assertThat(exchanges).hasSize(1);
        answer(granted("second"));

        assertThat(cached()).isEqualTo(granted("second"));
        assertThat(exchanges).isEmpty();
    }

    @Test
    void waitedForAfterFifteenSeconds() {
        fill();
        clock.pass(16);

        Future<ExchangeOutcome> waiting = cache.resolve(REQUEST);
        assertThat(waiting.isComplete()).isFalse();
        answer(granted("second"));
        assertThat(waiting.result()).isEqualTo(granted("second"));
    }

    @Test
    void refusalsAreKeptTenSeconds() {
        cache.resolve(REQUEST);
        answer(REFUSED);
        clock.pass(9);
        assertThat(cached()).isEqualTo(REFUSED);

        clock.pass(2);
        assertThat(cache.resolve(REQUEST).isComplete()).isFalse();
    }

    @Test
    void refusalsAreBoundedHoweverManyKeysAreInvented() {
        for (int i = 0; i < 12_000; i++) {
            cache.resolve(new ExchangeRequest("invented-" + i, Environment.LIVE, null, "1.2.3.4"));
            answer(REFUSED);
        }

        assertThat(cache.refusals()).isLessThanOrEqualTo(10_000);
    }

    @Test
    void whatIsKnownIsToldWithoutAskingOrRenewing() {
        assertThat(cache.known(REQUEST)).isNull();
        fill();
        clock.pass(60);

        assertThat(cache.known(REQUEST)).isNotNull();
        assertThat(exchanges).isEmpty();
        clock.pass(700);
        assertThat(cache.known(REQUEST)).as("its token has ended").isNull();
    }

    @Test
    void lookupsAndExchangesAreCountedByWhereTheyCameFrom() {
        fill();
        cached();
        clock.pass(20);
        cache.resolve(REQUEST);
        answer(AWAY);
        cached();

        assertThat(meters.counter("breakwater.credentials.lookups", "from", "exchanged")
                        .count())
                .isEqualTo(2);
        assertThat(meters.counter("breakwater.credentials.lookups", "from", "fresh")
                        .count())
                .isEqualTo(1);
        assertThat(meters.counter("breakwater.credentials.lookups", "from", "stale")
                        .count())
                .isEqualTo(1);
        assertThat(meters.timer("breakwater.credentials.exchanges", "outcome", "unavailable")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whoMayNotUseAKeyFromItsAddressSpoilsItForNobodyElse() {
        ExchangeOutcome forbidden = new ExchangeOutcome.Refused(ErrorCode.FORBIDDEN, "not from here");
        ExchangeRequest thief = new ExchangeRequest("secret", Environment.LIVE, null, "6.6.6.6");

        Future<ExchangeOutcome> stolen = cache.resolve(thief);
        Future<ExchangeOutcome> joined = cache.resolve(REQUEST);
        answer(forbidden);
        assertThat(stolen.result()).isEqualTo(forbidden);
        assertThat(joined.isComplete()).as("asks for itself").isFalse();
        allowed = AllowedAddresses.of(List.of("1.2.3.0/24"));
        answer(granted("mine"));
        assertThat(joined.result()).isEqualTo(granted("mine"));

        fill();
        clock.pass(12);
        assertThat(cache.resolve(thief).isComplete()).isTrue();
        assertThat(exchanges).as("a stranger's request refreshes nothing").isEmpty();
        assertThat(cached()).isInstanceOf(ExchangeOutcome.Granted.class);
    }

    @Test
    void audiencesAreExchangedApart() {
        cache.resolve(REQUEST);
        cache.resolve(new ExchangeRequest("secret", Environment.LIVE, null, "1.2.3.4", "https://a.example"));
        cache.resolve(new ExchangeRequest("secret", Environment.LIVE, null, "1.2.3.4", "https://b.example"));
        cache.resolve(new ExchangeRequest("secret", Environment.LIVE, null, "1.2.3.4", "https://b.example"));

        assertThat(exchanges).hasSize(3);
    }
}
