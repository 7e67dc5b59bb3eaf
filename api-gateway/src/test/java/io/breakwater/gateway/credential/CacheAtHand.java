package io.breakwater.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.gateway.client.AllowedAddresses;
import io.breakwater.gateway.client.AllowedOrigins;
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

/** A cache whose exchanges are answered by the test, by a clock that the test moves. */
abstract class CacheAtHand {

    static final ExchangeRequest REQUEST = new ExchangeRequest("secret", Environment.LIVE, null, "1.2.3.4");
    static final ExchangeOutcome AWAY = new ExchangeOutcome.Unavailable("away");
    static final ExchangeOutcome REFUSED = new ExchangeOutcome.Refused(ErrorCode.REVOKED_API_KEY, "revoked");

    final List<Promise<ExchangeOutcome>> exchanges = new ArrayList<>();
    final TickingClock clock = new TickingClock();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    boolean readable = true;
    boolean broken;
    AllowedAddresses allowed = AllowedAddresses.ALL;
    final CredentialCache cache = new CredentialCache(
            request -> {
                if (broken) {
                    throw new IllegalStateException("broken on purpose");
                }
                Promise<ExchangeOutcome> promise = Promise.promise();
                exchanges.add(promise);
                return promise.future();
            },
            () -> readable,
            defaults(),
            clock,
            new CredentialMetrics(meters));

    static CredentialConfig.Credentials defaults() {
        return new SmallRyeConfigBuilder()
                .withMapping(CredentialConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withDefaultValue("breakwater.service-key-file", "unused")
                .withDefaultValue("breakwater.auth.management-url", "http://unused")
                .build()
                .getConfigMapping(CredentialConfig.class)
                .credentials();
    }

    static final class TickingClock extends Clock {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        boolean stopped;

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
            if (stopped) {
                throw new IllegalStateException("stopped on purpose");
            }
            return now;
        }
    }

    ExchangeOutcome granted(String token) {
        return new ExchangeOutcome.Granted(new Grant(
                token,
                null,
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
                allowed,
                null,
                "starter",
                Map.of(),
                1));
    }

    void answer(ExchangeOutcome outcome) {
        exchanges.removeFirst().complete(outcome);
    }

    ExchangeOutcome cached() {
        Future<ExchangeOutcome> resolved = cache.resolve(REQUEST);
        assertThat(resolved.isComplete()).as("served without waiting").isTrue();
        return resolved.result();
    }

    ExchangeOutcome fill() {
        Future<ExchangeOutcome> first = cache.resolve(REQUEST);
        ExchangeOutcome outcome = granted("first");
        answer(outcome);
        assertThat(first.result()).isEqualTo(outcome);
        return outcome;
    }
}
