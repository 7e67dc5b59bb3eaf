package io.breakwater.auth.issuer;

import static io.breakwater.auth.issuer.IssuerWithKeyServer.ISSUER;
import static io.breakwater.auth.issuer.IssuerWithKeyServer.KEY;
import static io.breakwater.auth.issuer.IssuerWithKeyServer.OTHER;
import static io.breakwater.auth.issuer.IssuerWithKeyServer.good;
import static io.breakwater.auth.issuer.IssuerWithKeyServer.set;
import static io.breakwater.auth.issuer.IssuerWithKeyServer.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.common.problem.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the keys of an issuer are fetched, and how long they and their absence are good for. */
class IssuerKeysTest {

    private IssuerWithKeyServer issuer;

    @BeforeEach
    void start() throws IOException {
        issuer = new IssuerWithKeyServer();
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void unknownKeysAreLookedForOnceInHalfAMinuteHoweverManyAreNamed() {
        issuer.verify(good());
        JwtClaims claims = Tokens.claims(ISSUER, "person", "a@example.com");

        issuer.now.set(issuer.now.get().plusSeconds(31));
        for (int i = 0; i < 100; i++) {
            issuer.assertRefused(Tokens.sign(claims, OTHER, "RS256", Map.of("kid", "unknown-" + i)));
        }
        assertThat(issuer.fetches).hasValue(2);
    }

    @Test
    void aNewKeyOfTheIssuerIsFound() {
        issuer.verify(good());
        issuer.served.set(set(KEY, OTHER));
        String token = Tokens.sign(Tokens.claims(ISSUER, "person", "a@example.com"), OTHER, "RS256");

        issuer.assertRefused(token);
        issuer.now.set(issuer.now.get().plusSeconds(31));

        issuer.verify(token);
    }

    @Test
    void aRemovedKeyIsRefusedWhenTheSetHasBeenFetchedAgain() {
        issuer.verify(good());
        issuer.served.set(set(OTHER));

        issuer.now.set(issuer.now.get().plus(Duration.ofMinutes(4)));
        issuer.verify(good());
        issuer.now.set(issuer.now.get().plus(Duration.ofMinutes(6)));
        issuer.assertRefused(
                token(claims -> claims.setClaim("exp", issuer.now.get().getEpochSecond() + 60)));
    }

    @Test
    void theLastKnownKeysGoOnWhileTheIssuerIsDown() {
        issuer.verify(good());
        issuer.status.set(500);
        issuer.now.set(issuer.now.get().plus(Duration.ofMinutes(11)));

        issuer.verify(token(claims -> claims.setClaim("exp", issuer.now.get().getEpochSecond() + 60)));
        assertThat(issuer.fetches).hasValue(2);
    }

    @Test
    void anIssuerThatWasNeverReachedSaysNothingAboutItsTokens() {
        for (int bad : List.of(500, 404, 302)) {
            issuer.status.set(bad);
            issuer.assertCode(ErrorCode.SERVICE_UNAVAILABLE, good());
            issuer.now.set(issuer.now.get().plusSeconds(31));
        }
        assertThat(issuer.fetches).hasValue(3);
        issuer.status.set(200);
        issuer.verify(good());
    }

    @Test
    void aKeySetThatIsNoneOrTooLongIsNotTaken() {
        for (String bad : List.of("", "{}", "<html>", "{\"keys\":7}", " ".repeat(300_000) + set(KEY))) {
            issuer.served.set(bad);
            issuer.assertCode(ErrorCode.SERVICE_UNAVAILABLE, good());
            issuer.now.set(issuer.now.get().plusSeconds(31));
        }
    }

    @Test
    void aSlowIssuerHoldsEveryoneUpOnceAndNoLongerThanTheTimeOut() throws Exception {
        issuer.gate.set(new CountDownLatch(1));
        long begun = System.nanoTime();

        Callable<Boolean> refusal = () -> {
            issuer.assertCode(ErrorCode.SERVICE_UNAVAILABLE, good());
            return true;
        };
        assertThat(issuer.threads.invokeAll(Collections.nCopies(20, refusal)))
                .allSatisfy(result -> assertThat(result.resultNow()).isTrue());

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
        assertThat(issuer.fetches).hasValue(1);
    }

    @Test
    void tokensOfAnIssuerThatIsDownCauseOneFetchAndAnswerFast() {
        issuer.gate.set(new CountDownLatch(1));
        JwtClaims claims = Tokens.claims(ISSUER, "person", "a@example.com");
        List<String> garbage = IntStream.range(0, 100)
                .mapToObj(i -> Tokens.sign(claims, OTHER, "RS256", Map.of("kid", "unknown-" + i)))
                .map(token -> token.substring(0, token.lastIndexOf('.')) + ".AAAA")
                .toList();
        long begun = System.nanoTime();

        garbage.forEach(token -> issuer.assertCode(ErrorCode.SERVICE_UNAVAILABLE, token));

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
        assertThat(issuer.fetches).hasValue(1);
    }

    @Test
    void nobodyWaitsForAnotherFetchFromAnIssuerThatIsDownButWhoMakesIt() throws Exception {
        String token = good();
        issuer.status.set(500);
        issuer.assertCode(ErrorCode.SERVICE_UNAVAILABLE, token);
        issuer.now.set(issuer.now.get().plusSeconds(31));
        issuer.gate.set(new CountDownLatch(1));
        Future<?> fetching = issuer.threads.submit(() -> issuer.assertCode(ErrorCode.SERVICE_UNAVAILABLE, token));
        await().until(() -> issuer.fetches.get() == 2);

        for (int i = 0; i < 20; i++) {
            issuer.assertCode(ErrorCode.SERVICE_UNAVAILABLE, token);
        }

        assertThat(fetching).as("a fetch that twenty others did not wait for").isNotDone();
        fetching.get(10, TimeUnit.SECONDS);
        assertThat(issuer.fetches).hasValue(2);
    }
}
