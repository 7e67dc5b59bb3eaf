package io.breakwater.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.gateway.client.AllowedOrigins;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the cache serves while nobody can be asked. */
class CacheDuringOutageTest extends CacheAtHand {

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
                null,
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
                allowed,
                null,
                "starter",
                Map.of(),
                1)));
        assertThat(cached()).isInstanceOf(ExchangeOutcome.Granted.class);
    }

    @Test
    void failureIsNotKept() {
        cache.resolve(REQUEST);
        answer(AWAY);

        assertThat(cache.resolve(REQUEST).isComplete()).isFalse();
    }

    @Test
    void anIssuerThatIsAwayIsNoReasonNotToAskOfOthers() {
        ExchangeRequest external = new ExchangeRequest("external", Environment.LIVE, null, "1.2.3.4");
        ExchangeOutcome outcome = fill();
        clock.pass(20);
        cache.resolve(external);
        answer(new ExchangeOutcome.Unavailable("issuer", true));

        assertThat(cache.resolve(REQUEST).isComplete()).as("asked at once").isFalse();
        answer(AWAY);
        assertThat(cached()).as("and only now given a rest").isEqualTo(outcome);
    }

    @Test
    void anExchangeThatThrowsIsOneThatFailedAndTheNextIsMadeAnew() {
        broken = true;
        assertThat(cached()).isInstanceOf(ExchangeOutcome.Unavailable.class);
        broken = false;

        fill();
    }

    @Test
    void whoJoinedAnExchangeThatIsForbiddenToAnotherIsAnsweredWhenItsOwnThrows() {
        cache.resolve(new ExchangeRequest("secret", Environment.LIVE, null, "6.6.6.6"));
        Future<ExchangeOutcome> joined = cache.resolve(REQUEST);
        broken = true;
        answer(new ExchangeOutcome.Refused(ErrorCode.FORBIDDEN, "not from here"));

        assertThat(joined.result()).isInstanceOf(ExchangeOutcome.Unavailable.class);
    }

    @Test
    void anOutcomeThatCannotBeKeptIsTold() {
        Future<ExchangeOutcome> waiting = cache.resolve(REQUEST);
        ExchangeOutcome outcome = granted("first");
        clock.stopped = true;
        assertThatIllegalStateException().isThrownBy(() -> answer(outcome));
        clock.stopped = false;

        assertThat(waiting.result()).isEqualTo(outcome);
        assertThat(fill()).as("and the next is made anew").isEqualTo(outcome);
    }

    @Test
    void nobodyWaitsForAServiceThatHangsOnceItFailed() {
        ExchangeOutcome outcome = fill();
        clock.pass(20);
        Future<ExchangeOutcome> waiting = cache.resolve(REQUEST);
        answer(AWAY);
        assertThat(waiting.result()).isEqualTo(outcome);

        for (int i = 0; i < 5; i++) {
            clock.pass(1);
            assertThat(cached()).isEqualTo(outcome);
            assertThat(cached()).isEqualTo(outcome);
            assertThat(exchanges).as("one at a time, in the background").hasSize(1);
            clock.pass(2);
            assertThat(cached()).isEqualTo(outcome);
            answer(AWAY);
            assertThat(cached()).isEqualTo(outcome);
            assertThat(exchanges).as("none for a second").isEmpty();
        }
    }

    @Test
    void whatARenewalInTheBackgroundSaysHoldsAtOnce() {
        fill();
        clock.pass(20);
        cache.resolve(REQUEST);
        answer(AWAY);
        clock.pass(2);
        cached();
        answer(REFUSED);

        assertThat(cached()).isEqualTo(REFUSED);
    }

    @Test
    void aServiceThatAnsweredOrFailedLongAgoIsWaitedFor() {
        ExchangeOutcome outcome = fill();
        clock.pass(20);
        cache.resolve(REQUEST);
        answer(AWAY);
        clock.pass(31);

        assertThat(cache.resolve(REQUEST).isComplete()).isFalse();
        answer(AWAY);
        cache.resolve(new ExchangeRequest("another", Environment.LIVE, null, "1.2.3.4"));
        answer(outcome);
        assertThat(cache.resolve(REQUEST).isComplete())
                .as("another was answered")
                .isFalse();
    }

    @Test
    void aFeedThatIsLostEndsWhatIsServedWithoutWaiting() {
        fill();
        clock.pass(20);
        cache.resolve(REQUEST);
        answer(AWAY);
        clock.pass(2);
        assertThat(cached()).isInstanceOf(ExchangeOutcome.Granted.class);
        readable = false;

        assertThat(cache.resolve(REQUEST).isComplete()).isFalse();
    }
}
