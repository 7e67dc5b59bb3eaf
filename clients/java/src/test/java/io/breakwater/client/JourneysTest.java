package io.breakwater.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.breakwater.client.api.ApiKeysApi.APICreateApiKeyRequest;
import io.breakwater.client.api.ApiKeysApi.APIThisApiKeyRequest;
import io.breakwater.client.api.AuthApi.APILoginRequest;
import io.breakwater.client.api.AuthApi.APIRegisterRequest;
import io.breakwater.client.api.EventsApi.APIGetEventRequest;
import io.breakwater.client.api.EventsApi.APIListEventsRequest;
import io.breakwater.client.api.EventsApi.APIListParticipantEventsRequest;
import io.breakwater.client.api.IngestApi.APIIngestEventBatchRequest;
import io.breakwater.client.api.IngestApi.APIIngestEventRequest;
import io.breakwater.client.api.IngestApi.APIIngestEventSyncRequest;
import io.breakwater.client.api.TeamsApi.APICreateTeamRequest;
import io.breakwater.client.error.AuthenticationException;
import io.breakwater.client.error.ConflictException;
import io.breakwater.client.error.NotFoundException;
import io.breakwater.client.error.PermissionDeniedException;
import io.breakwater.client.error.RateLimitedException;
import io.breakwater.client.error.ValidationException;
import io.breakwater.client.model.ApiKey;
import io.breakwater.client.model.ApiKeyRequest;
import io.breakwater.client.model.Event;
import io.breakwater.client.model.EventBatch;
import io.breakwater.client.model.EventPage;
import io.breakwater.client.model.EventState;
import io.breakwater.client.model.IngestResult;
import io.breakwater.client.model.IngestStatus;
import io.breakwater.client.model.LoginRequest;
import io.breakwater.client.model.RegisterRequest;
import io.breakwater.client.model.StoredEvent;
import io.breakwater.client.model.Team;
import io.breakwater.client.model.TeamRequest;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The main journeys against a running suite, whose stack.json is named by BREAKWATER_STACK; {@code ./dev clients} runs them. */
@Tag("suite")
@Timeout(60)
class JourneysTest {

    /** Sign-ins are limited by address; on loopback the gateway believes this header. */
    private static final Map<String, String> ADDRESS = Map.of("X-Forwarded-For", "203.0.113.3");

    private static URI gateway;
    private static Breakwater anonymous;
    private static Breakwater owner;
    private static Breakwater client;

    @BeforeAll
    static void signIn() throws IOException {
        JsonNode stack = new JsonMapper().readTree(new File(System.getenv("BREAKWATER_STACK")));
        gateway = URI.create(stack.get("gateway_url").textValue());
        anonymous = Breakwater.builder(gateway).build();
        var token = login(
                stack.at("/demo/email").textValue(), stack.at("/demo/password").textValue());
        owner = Breakwater.builder(gateway).accessToken(token).build();
        client = Breakwater.builder(gateway)
                .apiKey(secret(key(owner, 100_000, "read", "write")))
                .build();
    }

    private static String login(String email, String password) {
        var request = new LoginRequest().email(email).password(password);
        var signedIn = anonymous
                .auth()
                .login(APILoginRequest.newBuilder().loginRequest(request).build(), ADDRESS);
        return requireNonNull(signedIn.getAccessToken());
    }

    private static ApiKey key(Breakwater by, int rateLimit, String... scopes) {
        var request = new ApiKeyRequest()
                .name("Java " + UUID.randomUUID())
                .scopes(List.of(scopes))
                .rateLimit(rateLimit);
        return by.apiKeys()
                .createApiKey(APICreateApiKeyRequest.newBuilder()
                        .apiKeyRequest(request)
                        .build());
    }

    private static String secret(ApiKey created) {
        return requireNonNull(created.getKey());
    }

    private static Event event(String name, String participant, Map<String, Object> properties) {
        return new Event().eventName(name).participantId(participant).properties(properties);
    }

    private static StoredEvent stored(UUID id) {
        return client.events()
                .getEvent(APIGetEventRequest.newBuilder().id(id.toString()).build());
    }

    private static Pages<StoredEvent> eventsOf(String participant) {
        return Pages.of(
                cursor -> client.events()
                        .listParticipantEvents(APIListParticipantEventsRequest.newBuilder()
                                .id(participant)
                                .cursor(cursor)
                                .limit(10)
                                .build()),
                EventPage::getData,
                page -> page.getPagination().getNextCursor());
    }

    /** Waits until something holds; the class' timeout ends a wait in vain. */
    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Test
    void registersSignsInAndCreatesAKey() {
        var email = UUID.randomUUID() + "@example.com";
        var password = "correct horse " + UUID.randomUUID();
        var request = new RegisterRequest().email(email).password(password).tenantName("Ada");
        var registered = anonymous
                .auth()
                .register(
                        APIRegisterRequest.newBuilder().registerRequest(request).build(), ADDRESS);
        assertThat(registered.getUser().getEmail()).isEqualTo(email);
        var token = login(email, password);
        var user = Breakwater.builder(gateway).accessToken(() -> token).build();
        var created = key(user, 100, "read", "write");
        assertThat(created.getKey()).endsWith(created.getLastFour());
        var keyed = Breakwater.builder(gateway).apiKey(secret(created)).build();
        assertThat(keyed.apiKeys()
                        .thisApiKey(APIThisApiKeyRequest.newBuilder().build())
                        .getName())
                .isEqualTo(created.getName());
    }

    @Test
    void sendsAnEventAndReadsItBack() {
        var event = event("purchase_completed", UUID.randomUUID().toString(), Map.of("amount", 49.99));
        var accepted = client.ingest()
                .ingestEvent(APIIngestEventRequest.newBuilder().event(event).build());
        until(() -> stored(accepted.getEventId()).getState() == EventState.PROCESSED);
        assertThat(stored(accepted.getEventId()).getProperties()).isEqualTo(Map.of("amount", 49.99));
    }

    @Test
    void sendsABatchIsToldOfTheItemThatDoesNotFitAndPagesThroughTheRest() {
        var participant = UUID.randomUUID().toString();
        var events = IntStream.range(0, 25)
                .mapToObj(n -> event(n == 7 ? "" : "viewed", participant, Map.of("n", n)))
                .toList();
        var answer = client.ingest()
                .ingestEventBatch(APIIngestEventBatchRequest.newBuilder()
                        .eventBatch(new EventBatch().events(events))
                        .build());
        assertThat(answer.getAccepted()).isEqualTo(24);
        assertThat(answer.getResults())
                .filteredOn(result -> result.getStatus() == IngestStatus.REJECTED)
                .extracting(IngestResult::getIndex)
                .containsExactly(7);
        until(() -> eventsOf(participant).stream().count() == 24);
        assertThat(eventsOf(participant)).extracting(StoredEvent::getEventId).doesNotHaveDuplicates();
    }

    @Test
    void repeatedRequestHasOneEffect() {
        var key = UUID.randomUUID().toString();
        var first = createTeam("Team " + key, key);
        assertThat(createTeam("Team " + key, key).getId()).isEqualTo(first.getId());
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(() -> createTeam("Another", key))
                .satisfies(thrown -> assertThat(thrown.status()).isEqualTo(422))
                .satisfies(thrown -> assertThat(thrown.code()).isEqualTo("IDEMPOTENCY_MISMATCH"));
    }

    private static Team createTeam(String name, String key) {
        return owner.teams()
                .createTeam(APICreateTeamRequest.newBuilder()
                        .teamRequest(new TeamRequest().name(name))
                        .idempotencyKey(key)
                        .build());
    }

    @Test
    void errorsHaveTheirClassCodeAndRequestId() {
        var wrong = Breakwater.builder(gateway)
                .apiKey("bw_live_00000000000000000000000000000000")
                .build();
        assertThatExceptionOfType(AuthenticationException.class)
                .isThrownBy(() -> wrong.events()
                        .listEvents(APIListEventsRequest.newBuilder().build()))
                .satisfies(thrown -> assertThat(thrown.code()).isEqualTo("INVALID_API_KEY"));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> stored(UUID.fromString("0190a3c4-7d1e-7c3a-9b5f-2e8d4c6a1b70")))
                .satisfies(thrown -> assertThat(thrown.requestId()).isPresent());
        assertThatExceptionOfType(PermissionDeniedException.class)
                .isThrownBy(() -> key(client, 1, "read"))
                .satisfies(thrown -> assertThat(thrown.code()).isEqualTo("MISSING_SCOPE"));
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(() -> sync(event("", "user_1", Map.of())))
                .satisfies(thrown -> assertThat(thrown.status()).isEqualTo(400))
                .satisfies(thrown -> assertThat(thrown.errors().get(0).path()).isEqualTo("event_name"));
        var event = event("bought", UUID.randomUUID().toString(), Map.of("n", 1))
                .messageId(UUID.randomUUID().toString());
        sync(event);
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> sync(event.properties(Map.of("n", 2))))
                .satisfies(thrown -> assertThat(thrown.status()).isEqualTo(409));
    }

    private static void sync(Event event) {
        client.ingest()
                .ingestEventSync(
                        APIIngestEventSyncRequest.newBuilder().event(event).build());
    }

    @Test
    void limitIsHonouredWhatIsOverItComesLaterAndAllOfItComes() throws Exception {
        var policy = new RetryPolicy(20, Duration.ofSeconds(30), Duration.ofMillis(200), Duration.ofSeconds(10));
        var patient = Breakwater.builder(gateway)
                .apiKey(secret(key(owner, 100_000, "write")))
                .retry(policy)
                .build();
        var participant = UUID.randomUUID().toString();
        var ids = new HashSet<UUID>();
        var begin = System.nanoTime();
        var threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<UUID>> sent = IntStream.range(0, 300)
                    .mapToObj(n -> threads.submit(() -> patient.ingest()
                            .ingestEvent(APIIngestEventRequest.newBuilder()
                                    .event(event("burst", participant, Map.of("n", n)))
                                    .build())
                            .getEventId()))
                    .toList();
            for (var each : sent) {
                ids.add(each.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(ids).hasSize(300);
        // 100 at once and 100 a second: 300 take 2 s, whoever sends them.
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(1500));
    }

    @Test
    void limitThatAsksForMoreTimeThanThereIsBecomesAnErrorThatSaysSo() {
        var limited = Breakwater.builder(gateway)
                .apiKey(secret(key(owner, 2, "read")))
                .retry(new RetryPolicy(4, Duration.ZERO, Duration.ofMillis(200), Duration.ofSeconds(10)))
                .build();
        var request = APIThisApiKeyRequest.newBuilder().build();
        limited.apiKeys().thisApiKey(request);
        limited.apiKeys().thisApiKey(request);
        assertThatExceptionOfType(RateLimitedException.class)
                .isThrownBy(() -> limited.apiKeys().thisApiKey(request))
                .satisfies(thrown -> assertThat(thrown.code()).isEqualTo("RATE_LIMITED"))
                .satisfies(
                        thrown -> assertThat(thrown.retryAfter().orElseThrow()).isPositive());
    }
}
