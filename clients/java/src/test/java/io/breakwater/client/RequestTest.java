package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.breakwater.client.MisbehavingServer.Received;
import io.breakwater.client.MisbehavingServer.Reply;
import io.breakwater.client.api.AuthApi.APILoginRequest;
import io.breakwater.client.api.EventsApi.APIListEventsRequest;
import io.breakwater.client.api.SdkApi.APISdkConfigRequest;
import io.breakwater.client.api.TeamsApi.APICreateTeamRequest;
import io.breakwater.client.api.TeamsApi.APIDeleteTeamRequest;
import io.breakwater.client.error.ApiException;
import io.breakwater.client.error.AuthenticationException;
import io.breakwater.client.error.ConflictException;
import io.breakwater.client.error.NotFoundException;
import io.breakwater.client.error.PaymentRequiredException;
import io.breakwater.client.error.PermissionDeniedException;
import io.breakwater.client.error.RateLimitedException;
import io.breakwater.client.error.UnavailableException;
import io.breakwater.client.error.ValidationException;
import io.breakwater.client.error.Violation;
import io.breakwater.client.model.EventPage;
import io.breakwater.client.model.EventState;
import io.breakwater.client.model.LoginRequest;
import io.breakwater.client.model.StoredEvent;
import io.breakwater.client.model.TeamRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestTest {

    private static final RetryPolicy QUICK =
            new RetryPolicy(4, Duration.ofSeconds(30), Duration.ofMillis(1), Duration.ofSeconds(1));
    private static final APICreateTeamRequest TEAM = team(null);

    private static APICreateTeamRequest team(@Nullable String key) {
        return APICreateTeamRequest.newBuilder()
                .teamRequest(new TeamRequest().name("Platform"))
                .idempotencyKey(key)
                .build();
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(400, ValidationException.class),
                Arguments.of(401, AuthenticationException.class),
                Arguments.of(402, PaymentRequiredException.class),
                Arguments.of(403, PermissionDeniedException.class),
                Arguments.of(404, NotFoundException.class),
                Arguments.of(409, ConflictException.class),
                Arguments.of(413, ValidationException.class),
                Arguments.of(415, ValidationException.class),
                Arguments.of(422, ValidationException.class),
                Arguments.of(429, RateLimitedException.class),
                Arguments.of(500, ApiException.class),
                Arguments.of(502, UnavailableException.class),
                Arguments.of(503, UnavailableException.class),
                Arguments.of(504, UnavailableException.class));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void eachStatusHasItsClassWithAllThatTheProblemSays(int status, Class<? extends ApiException> kind) {
        try (var server = MisbehavingServer.answering((request, count) -> Reply.problem(status, "SOME_CODE"))) {
            var client =
                    Breakwater.builder(server.url()).retry(RetryPolicy.NEVER).build();
            assertThatExceptionOfType(kind)
                    .isThrownBy(() -> client.operations().getVersion())
                    .isExactlyInstanceOf(kind)
                    .withMessage("SOME_CODE: It says why.")
                    .satisfies(thrown -> {
                        assertThat(thrown.status()).isEqualTo(status);
                        assertThat(thrown.code()).isEqualTo("SOME_CODE");
                        assertThat(thrown.requestId()).contains("request-1");
                        assertThat(thrown.errors()).containsExactly(new Violation("name", "must not be blank"));
                        assertThat(thrown.problem()).containsEntry("kind", "api_keys");
                    });
            assertThat(server.received.get(0).header("Accept").orElseThrow()).contains("application/problem+json");
        }
    }

    @Test
    void answerOfSomethingOnTheWayHasACodeToo() {
        var reply = Reply.json(502, "<html>Bad gateway</html>").with("X-Request-Id", "r-2");
        try (var server = MisbehavingServer.answering((request, count) -> reply)) {
            var client = Breakwater.builder(server.url()).build();
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> client.operations().getVersion())
                    .satisfies(thrown -> assertThat(thrown.code()).isEqualTo("HTTP_502"))
                    .satisfies(thrown -> assertThat(thrown.requestId()).contains("r-2"));
        }
    }

    @Test
    void credentialOnlyGoesIntoItsHeader() {
        try (var server = MisbehavingServer.answering((request, count) -> Reply.json(200, "{}"))) {
            var builder = Breakwater.builder(server.url());
            builder.apiKey("bw_live_1")
                    .build()
                    .sdk()
                    .sdkConfig(APISdkConfigRequest.newBuilder().build());
            builder.accessToken(() -> "token").build().operations().getVersion();
            var keyed = server.received.get(0);
            var signedIn = server.received.get(1);
            assertThat(keyed.header("X-API-Key")).contains("bw_live_1");
            assertThat(keyed.header("Authorization")).isEmpty();
            assertThat(keyed.uri()).isEqualTo(URI.create("/api/v1/sdk/config"));
            assertThat(signedIn.header("X-API-Key")).isEmpty();
            assertThat(signedIn.header("Authorization")).contains("Bearer token");
        }
    }

    @Test
    void valueThatOnlyANewerServerKnowsIsRead() {
        assertThat(EventState.fromValue("archived")).isEqualTo(EventState.UNKNOWN_DEFAULT_OPEN_API);
    }

    @Test
    void allAttemptsOfARequestHaveOneKeyAndEachRequestItsOwn() {
        try (var server = MisbehavingServer.answering((request, count) -> switch (count) {
            case 1 -> Reply.unavailable();
            case 2 -> Reply.HANG_UP;
            default -> Reply.json(201, "{}");
        })) {
            var client = Breakwater.builder(server.url()).retry(QUICK).build();
            client.teams().createTeam(TEAM);
            client.teams().createTeam(TEAM);
            var keys = server.received.stream()
                    .map(request -> request.header("Idempotency-Key").orElseThrow())
                    .toList();
            assertThat(keys).hasSize(4);
            assertThat(keys.get(0))
                    .matches("[0-9a-f-]{36}")
                    .isEqualTo(keys.get(1))
                    .isEqualTo(keys.get(2));
            assertThat(keys.get(3)).isNotEqualTo(keys.get(0));
        }
    }

    @Test
    void pathsWithParametersAreKnownAndAPrefixOfTheBaseUrlIsNoHindrance() {
        var id = UUID.randomUUID();
        try (var server = MisbehavingServer.answering((request, count) -> new Reply(204, "", Map.of()))) {
            Breakwater.builder(server.url().resolve("/prefix/"))
                    .build()
                    .teams()
                    .deleteTeam(APIDeleteTeamRequest.newBuilder().id(id).build());
            assertThat(server.received.get(0).uri()).isEqualTo(URI.create("/prefix/api/v1/teams/" + id));
            assertThat(server.received.get(0).header("Idempotency-Key")).isPresent();
        }
    }

    @Test
    void keyOfTheCallerStands() {
        try (var server = MisbehavingServer.answering((request, count) -> Reply.json(201, "{}"))) {
            Breakwater.builder(server.url()).build().teams().createTeam(team("order-4711"));
            assertThat(server.received.get(0).header("Idempotency-Key")).contains("order-4711");
        }
    }

    @Test
    void whatTakesNoKeyGetsNoneAndNothingDoesWhenItIsNotWished() {
        try (var server = MisbehavingServer.answering((request, count) -> Reply.json(200, "{}"))) {
            var login = new LoginRequest().email("ada@example.com").password("correct horse");
            var client = Breakwater.builder(server.url()).build();
            client.auth().login(APILoginRequest.newBuilder().loginRequest(login).build());
            client.operations().getVersion();
            Breakwater.builder(server.url())
                    .idempotencyKeys(false)
                    .build()
                    .teams()
                    .createTeam(TEAM);
            assertThat(server.received)
                    .hasSize(3)
                    .allSatisfy(request ->
                            assertThat(request.header("Idempotency-Key")).isEmpty());
        }
    }

    @Test
    void allItemsComeInOrderEachPageWhenItIsAskedFor() {
        try (var server = MisbehavingServer.answering((request, count) -> page(request))) {
            var client = Breakwater.builder(server.url()).build();
            Pages<StoredEvent> events = Pages.of(
                    cursor -> client.events()
                            .listEvents(APIListEventsRequest.newBuilder()
                                    .cursor(cursor)
                                    .build()),
                    EventPage::getData,
                    page -> page.getPagination().getNextCursor());
            assertThat(events.stream().limit(2).map(StoredEvent::getEventName)).containsExactly("0", "1");
            assertThat(server.received).hasSize(1);
            assertThat(events).extracting(StoredEvent::getEventName).isEqualTo(List.of("0", "1", "2", "3", "4", "5"));
            assertThat(server.received).hasSize(4);
        }
    }

    private static Reply page(Received request) {
        var query = request.uri().getQuery();
        int from = query == null ? 0 : Integer.parseInt(query.substring("cursor=".length()));
        return Reply.json(200, """
                {"data":[{"event_name":"%d"},{"event_name":"%d"}],"pagination":{"limit":2,"next_cursor":%s,"has_more":%b}}""".formatted(from, from + 1, from < 4 ? "\"" + (from + 2) + "\"" : "null", from < 4));
    }
}
