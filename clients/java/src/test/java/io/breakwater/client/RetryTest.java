package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.breakwater.client.MisbehavingServer.Reply;
import io.breakwater.client.api.AuthApi.APILoginRequest;
import io.breakwater.client.api.TeamsApi.APIDeleteTeamRequest;
import io.breakwater.client.error.ApiException;
import io.breakwater.client.error.AuthenticationException;
import io.breakwater.client.error.ConnectionException;
import io.breakwater.client.error.RateLimitedException;
import io.breakwater.client.error.UnavailableException;
import io.breakwater.client.model.LoginRequest;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RetryTest {

    private static final Reply VERSION =
            Reply.json(200, "{\"version\":\"1\",\"latest_version\":null,\"update_available\":null}");
    private static final RetryPolicy QUICK =
            new RetryPolicy(4, Duration.ofSeconds(30), Duration.ofMillis(1), Duration.ofSeconds(1));

    private static Breakwater clientOf(MisbehavingServer server) {
        return Breakwater.builder(server.url()).retry(QUICK).build();
    }

    private static void login(Breakwater client) {
        var request = new LoginRequest().email("ada@example.com").password("correct horse");
        client.auth().login(APILoginRequest.newBuilder().loginRequest(request).build());
    }

    @Test
    void unavailableIsSentAgainUntilItIsAnswered() {
        try (var server = MisbehavingServer.answering((request, count) -> count < 3 ? Reply.unavailable() : VERSION)) {
            assertThat(clientOf(server).operations().getVersion().getVersion()).isEqualTo("1");
            assertThat(server.received).hasSize(3);
        }
    }

    @Test
    void postThatTakesNoKeyIsRepeatedOn503Too() {
        try (var server = MisbehavingServer.answering(
                (request, count) -> count < 3 ? Reply.unavailable() : Reply.problem(401, "UNAUTHENTICATED"))) {
            assertThatExceptionOfType(AuthenticationException.class).isThrownBy(() -> login(clientOf(server)));
            assertThat(server.received).hasSize(3);
        }
    }

    @Test
    void whatAServerAsksForBySecondsIsWaited() {
        try (var server = MisbehavingServer.answering(
                (request, count) -> count < 2 ? Reply.unavailable().with("Retry-After", "1") : VERSION)) {
            clientOf(server).operations().getVersion();
            assertThat(Duration.between(
                            server.received.get(0).at(), server.received.get(1).at()))
                    .isBetween(Duration.ofMillis(990), Duration.ofSeconds(3));
        }
    }

    @Test
    void whatAServerAsksForByAnHttpDateIsWaited() {
        var date = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
        var asked = DateTimeFormatter.RFC_1123_DATE_TIME.format(date);
        try (var server = MisbehavingServer.answering(
                (request, count) -> count < 2 ? Reply.unavailable().with("Retry-After", asked) : VERSION)) {
            clientOf(server).operations().getVersion();
            assertThat(server.received.get(1).at())
                    .isAfterOrEqualTo(date.toInstant().minusMillis(10));
        }
    }

    @Test
    void attemptsAreBoundedAndTheLastAnswerIsThrown() {
        var policy = new RetryPolicy(3, Duration.ofSeconds(30), Duration.ofMillis(1), Duration.ofSeconds(1));
        try (var server = MisbehavingServer.answering((request, count) -> Reply.unavailable())) {
            var client = Breakwater.builder(server.url()).retry(policy).build();
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> client.operations().getVersion());
            assertThat(server.received).hasSize(3);
        }
    }

    @Test
    void waitThatIsLongerThanThereIsTimeForIsNotBegun() {
        var begin = Instant.now();
        try (var server = MisbehavingServer.answering(
                (request, count) -> Reply.problem(429, "RATE_LIMITED").with("Retry-After", "45"))) {
            assertThatExceptionOfType(RateLimitedException.class)
                    .isThrownBy(() -> clientOf(server).operations().getVersion())
                    .satisfies(thrown -> assertThat(thrown.retryAfter()).contains(Duration.ofSeconds(45)));
            assertThat(server.received).hasSize(1);
        }
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void conflictWithItsOwnFirstAttemptIsWaitedFor() {
        try (var server = MisbehavingServer.answering((request, count) -> count < 2
                ? Reply.problem(409, "IDEMPOTENCY_IN_FLIGHT").with("Retry-After", "0")
                : new Reply(204, "", Map.of()))) {
            clientOf(server)
                    .teams()
                    .deleteTeam(APIDeleteTeamRequest.newBuilder()
                            .id(UUID.randomUUID())
                            .build());
            assertThat(server.received).hasSize(2);
        }
    }

    @Test
    void otherAnswersAreFinal() {
        try (var server = MisbehavingServer.answering((request, count) -> Reply.problem(500, "INTERNAL_ERROR"))) {
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> clientOf(server).operations().getVersion());
            assertThat(server.received).hasSize(1);
        }
    }

    @Test
    void brokenConnectionIsMadeAgainWhereThatHasNoSecondEffectAndOnlyThere() {
        try (var server = MisbehavingServer.answering(
                (request, count) -> request.method().equals("GET") && count > 1 ? VERSION : Reply.HANG_UP)) {
            clientOf(server).operations().getVersion();
            assertThat(server.received).hasSize(2);
            assertThatExceptionOfType(ConnectionException.class).isThrownBy(() -> login(clientOf(server)));
            assertThat(server.received).hasSize(3);
        }
    }

    @Test
    void interruptedThreadStaysInterrupted() {
        try (var server = MisbehavingServer.answering(
                (request, count) -> Reply.unavailable().with("Retry-After", "20"))) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(ConnectionException.class)
                    .isThrownBy(() -> clientOf(server).operations().getVersion());
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void waitsGrowAreRandomAndNeverUndercutWhatIsAsked() {
        for (int failures = 1; failures <= 40; failures++) {
            double span = Math.min(10_000, 200 * Math.pow(2, failures - 1));
            assertThat(RetryPolicy.DEFAULT.backoff(failures, 0)).isZero();
            assertThat(RetryPolicy.DEFAULT.backoff(failures, 0.5).toMillis()).isEqualTo((long) span / 2);
        }
        assertThat(RetryPolicy.DEFAULT.asked(Duration.ofSeconds(3), 0)).isEqualTo(Duration.ofSeconds(3));
        assertThat(RetryPolicy.DEFAULT.asked(Duration.ofSeconds(3), 1)).isEqualTo(Duration.ofMillis(3200));
    }

    @Test
    void retryAfterThatCannotBeReadIsNone() {
        assertThat(retryAfter("soon")).isEmpty();
        assertThat(retryAfter("99999999999999999999")).isEmpty();
        assertThat(retryAfter("Wed, 21 Oct 2015 07:28:00 GMT")).contains(Duration.ZERO);
    }

    private static Optional<Duration> retryAfter(String value) {
        var headers = HttpHeaders.of(Map.of("Retry-After", List.of(value)), (name, each) -> true);
        return RetryAfter.of(headers, Clock.systemUTC());
    }
}
