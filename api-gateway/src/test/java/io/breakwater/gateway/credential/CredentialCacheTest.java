package io.breakwater.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.gateway.client.AllowedAddresses;
import io.breakwater.gateway.client.AllowedOrigins;
import io.breakwater.gateway.feed.Change;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CredentialCacheTest {

    private static final ExchangeRequest REQUEST = new ExchangeRequest("secret", Environment.LIVE, null, "1.2.3.4");
    private static final ExchangeOutcome AWAY = new ExchangeOutcome.Unavailable("away");
    private static final ExchangeOutcome REFUSED = new ExchangeOutcome.Refused(ErrorCode.REVOKED_API_KEY, "revoked");

    private final List<Promise<ExchangeOutcome>> exchanges = new ArrayList<>();
    private final TickingClock clock = new TickingClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private boolean readable = true;
    private AllowedAddresses allowed = AllowedAddresses.ALL;
    private final CredentialCache cache = new CredentialCache(
            request -> {
                Promise<ExchangeOutcome> promise = Promise.promise();
                exchanges.add(promise);
                return promise.future();
            },
            () -> readable,
            defaults(),
            clock,
            new CredentialMetrics(meters));

    private static CredentialConfig.Credentials defaults() {
        return new SmallRyeConfigBuilder()
                .withMapping(CredentialConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withDefaultValue("breakwater.service-key-file", "unused")
                .withDefaultValue("breakwater.auth.management-url", "http://unused")
                .build()
                .getConfigMapping(CredentialConfig.class)
                .credentials();
    }

    private static final class TickingClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void pass(long seconds) {
            now = now.plusSeconds(seconds);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private ExchangeOutcome granted(String token) {
        return new ExchangeOutcome.Granted(new Grant(
                token,
                clock.now.plus(Duration.ofMinutes(12)).getEpochSecond(),
                new Grant.Subject(SubjectKind.KEY, "key-1"),
                "tenant-1",
                Environment.LIVE,
                null,
                "secret",
                Set.of("read"),
                Map.of(),
                "active",
                null,
                AllowedOrigins.ALL,
                allowed));
    }

    private void answer(ExchangeOutcome outcome) {
        exchanges.removeFirst().complete(outcome);
    }

    private ExchangeOutcome cached() {
        Future<ExchangeOutcome> resolved = cache.resolve(REQUEST);
        assertThat(resolved.isComplete()).as("served without waiting").isTrue();
        return resolved.result();
    }

    private ExchangeOutcome fill() {
        Future<ExchangeOutcome> first = cache.resolve(REQUEST);
        ExchangeOutcome outcome = granted("first");
        answer(outcome);
        assertThat(first.result()).isEqualTo(outcome);
        return outcome;
    }

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
    void servedStaleForFiveMinutesWhileTheFeedIsReadable() {
        ExchangeOutcome outcome = fill();
        clock.pass(290);
        Future<ExchangeOutcome> waiting = cache.resolve(REQUEST);
        answer(AWAY);
        assertThat(waiting.result()).isEqualTo(outcome);
        assertThat(cached()).as("not made to wait again at once").isEqualTo(outcome);

        clock.pass(15);
        Future<ExchangeOutcome> tooOld = cache.resolve(REQUEST);
        answer(AWAY);
        assertThat(tooOld.result()).isEqualTo(AWAY);
    }

    @Test
    void servedForFifteenSecondsWhileTheFeedIsNot() {
        ExchangeOutcome outcome = fill();
        readable = false;
        clock.pass(14);
        assertThat(cached()).isEqualTo(outcome);
        answer(AWAY);
        clock.pass(2);

        Future<ExchangeOutcome> waiting = cache.resolve(REQUEST);
        answer(AWAY);
        assertThat(waiting.result()).isEqualTo(AWAY);
    }

    @Test
    void neverServedBeyondItsToken() {
        fillUntil(clock.now.plusSeconds(5).getEpochSecond(), null);
        clock.pass(6);

        assertThat(cache.resolve(REQUEST).isComplete()).isFalse();
    }

    @Test
    void neverServedFromTheSecondOnInWhichTheCredentialEnds() {
        fillUntil(
                clock.now.plusSeconds(700).getEpochSecond(),
                clock.now.plusSeconds(5).getEpochSecond());
        clock.pass(4);
        assertThat(cached()).isInstanceOf(ExchangeOutcome.Granted.class);
        clock.pass(1);

        Future<ExchangeOutcome> late = cache.resolve(REQUEST);
        answer(AWAY);
        assertThat(late.result()).as("nor while auth-service is away").isEqualTo(AWAY);
    }

    private void fillUntil(long tokenEnds, @Nullable Long credentialEnds) {
        cache.resolve(REQUEST);
        answer(new ExchangeOutcome.Granted(new Grant(
                "short",
                tokenEnds,
                new Grant.Subject(SubjectKind.KEY, "key-1"),
                "tenant-1",
                Environment.LIVE,
                null,
                "secret",
                Set.of("read"),
                Map.of(),
                "active",
                credentialEnds,
                AllowedOrigins.ALL,
                allowed)));
        assertThat(cached()).isInstanceOf(ExchangeOutcome.Granted.class);
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
    void failureIsNotKept() {
        cache.resolve(REQUEST);
        answer(AWAY);

        assertThat(cache.resolve(REQUEST).isComplete()).isFalse();
    }

    @Test
    void changesEvictWhatTheyCoverAndNothingElse() {
        for (Change change : List.of(
                new Change("key", "key-1", null),
                new Change("tenant", "tenant-1", null),
                Change.ALL,
                new Change("galaxy", "unknown kinds clear all", null))) {
            fill();
            cache.evict(List.of(
                    new Change("key", "other", null),
                    new Change("user", "key-1", null),
                    new Change("session", "x", null)));
            assertThat(cached()).isInstanceOf(ExchangeOutcome.Granted.class);

            cache.evict(List.of(new Change("session", "y", null), change));
            assertThat(cache.resolve(REQUEST).isComplete()).as("%s", change).isFalse();
            answer(AWAY);
        }
    }

    @Test
    void anExchangeBegunBeforeAnEvictionIsUsedOnceAndNotKept() {
        Future<ExchangeOutcome> early = cache.resolve(REQUEST);
        cache.evict(List.of(new Change("key", "key-1", null)));
        Future<ExchangeOutcome> late = cache.resolve(REQUEST);
        assertThat(exchanges).as("the later one does not join the earlier").hasSize(2);

        answer(granted("before"));
        assertThat(early.result()).isEqualTo(granted("before"));
        assertThat(late.isComplete()).isFalse();
        answer(REFUSED);

        assertThat(late.result()).isEqualTo(REFUSED);
        assertThat(cached()).isEqualTo(REFUSED);
    }

    @Test
    void aRevocationDuringAnOutageIsNotServedStale() {
        fill();
        clock.pass(20);
        Future<ExchangeOutcome> waiting = cache.resolve(REQUEST);
        cache.evict(List.of(new Change("key", "key-1", null)));
        answer(AWAY);

        assertThat(waiting.result()).isEqualTo(AWAY);
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
}
