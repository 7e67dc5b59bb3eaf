package io.breakwater.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.common.idempotency.Claim;
import io.breakwater.common.idempotency.IdempotencyKey;
import io.breakwater.common.idempotency.IdempotentRequest;
import io.breakwater.common.idempotency.Outcome;
import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.json.HouseJson;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.FieldViolation;
import io.breakwater.common.problem.Problem;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.localstack.store.EmbeddedStores;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.ds.PGSimpleDataSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresIdempotencyStoreComponentTest {

    private static final Outcome CREATED =
            new Outcome.Done(201, Map.of("Location", "/things/1"), "{\"b\":1,\"a\":1.50}");

    private EmbeddedStores stores;
    private PGSimpleDataSource dataSource;
    private PostgresIdempotencyStore store;

    @BeforeAll
    void start() throws Exception {
        stores = EmbeddedStores.start();
        dataSource = new PGSimpleDataSource();
        dataSource.setUrl(stores.jdbcUrl());
        dataSource.setUser(stores.access("auth").owner());
        dataSource.setPassword(stores.access("auth").ownerPassword());
        execute(migration());
        store = store(Duration.ofSeconds(60), Duration.ofHours(24));
    }

    @AfterAll
    void stop() {
        stores.close();
    }

    @Test
    void aRepetitionIsGivenTheFirstOutcomeByteByByte() {
        IdempotentRequest request = request();
        store.complete(granted(store.claim(request)), CREATED);

        assertThat(store.claim(request)).isEqualTo(new Claim.Answered(CREATED));
    }

    @Test
    void aRefusalIsRememberedWithAllItSays() {
        IdempotentRequest request = request();
        Problem problem = Problem.of(ErrorCode.VALIDATION_ERROR)
                .withDetails(List.of(new FieldViolation("events.0.type", "must not be blank")))
                .withField("limit", 3);
        store.complete(granted(store.claim(request)), new Outcome.Refused(problem));

        assertThat(store.claim(request)).isEqualTo(new Claim.Answered(new Outcome.Refused(problem)));
    }

    @Test
    void whileTheFirstRunsOthersAreToldForHowLongAtMost() {
        IdempotentRequest request = request();
        granted(store.claim(request));

        assertThat(store.claim(request))
                .isInstanceOfSatisfying(
                        Claim.InFlight.class,
                        claim -> assertThat(claim.retryAfter())
                                .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60)));
    }

    @Test
    void anotherPayloadIsAMismatchWhetherTheFirstRunsOrIsDone() {
        IdempotentRequest request = request();
        IdempotentRequest other = new IdempotentRequest(request.caller(), request.route(), request.key(), "other");
        Claim.Granted claim = granted(store.claim(request));

        assertThat(store.claim(other)).isInstanceOf(Claim.Mismatch.class);
        store.complete(claim, CREATED);
        assertThat(store.claim(other)).isInstanceOf(Claim.Mismatch.class);
    }

    @Test
    void theSameKeyOfAnotherCallerRouteEnvironmentOrTenantIsAnotherKey() {
        IdempotentRequest request = request();
        store.complete(granted(store.claim(request)), CREATED);
        Identity caller = request.caller();

        assertThat(List.of(
                        identity(UUID.randomUUID(), caller.tenant(), Environment.LIVE),
                        identity(caller.subject(), UUID.randomUUID(), Environment.LIVE),
                        identity(caller.subject(), caller.tenant(), Environment.TEST)))
                .allSatisfy(other -> assertThat(store.claim(
                                new IdempotentRequest(other, request.route(), request.key(), request.fingerprint())))
                        .isInstanceOf(Claim.Granted.class));
        assertThat(store.claim(new IdempotentRequest(caller, "POST /others", request.key(), request.fingerprint())))
                .isInstanceOf(Claim.Granted.class);
    }

    @Test
    void aReleasedKeyIsFreeAgain() {
        IdempotentRequest request = request();
        store.release(granted(store.claim(request)));

        assertThat(store.claim(request)).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void aLeaseThatRanOutGoesToTheNextAndItsFirstHolderLearnsThat() {
        PostgresIdempotencyStore impatient = store(Duration.ZERO, Duration.ofHours(1));
        IdempotentRequest request = request();
        Claim.Granted slow = granted(impatient.claim(request));
        Claim.Granted next = granted(impatient.claim(request));

        assertThatThrownBy(() -> store.complete(slow, CREATED))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_IN_FLIGHT));
        store.release(slow);
        store.complete(next, CREATED);
        assertThat(store.claim(request)).isEqualTo(new Claim.Answered(CREATED));
    }

    @Test
    void anOutcomeIsForgottenInTime() throws SQLException {
        PostgresIdempotencyStore forgetful = store(Duration.ofSeconds(60), Duration.ZERO);
        IdempotentRequest request = request();
        store.complete(granted(forgetful.claim(request)), CREATED);

        assertThat(forgetful.claim(request)).isInstanceOf(Claim.Granted.class);
        store.purge();
        assertThat(store.claim(request)).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void ofManyAtOnceExactlyOneIsFirst() throws Exception {
        IdempotentRequest request = request();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Claim>> claims = IntStream.range(0, 50)
                    .<Callable<Claim>>mapToObj(i -> () -> store.claim(request))
                    .toList();

            List<Claim> outcomes =
                    threads.invokeAll(claims).stream().map(Future::resultNow).toList();

            assertThat(outcomes).filteredOn(Claim.Granted.class::isInstance).hasSize(1);
            assertThat(outcomes).filteredOn(Claim.InFlight.class::isInstance).hasSize(49);
        }
    }

    private static Claim.Granted granted(Claim claim) {
        assertThat(claim).isInstanceOf(Claim.Granted.class);
        return (Claim.Granted) claim;
    }

    private static IdempotentRequest request() {
        return new IdempotentRequest(
                identity(UUID.randomUUID(), UUID.randomUUID(), Environment.LIVE),
                "POST /things",
                new IdempotencyKey("key-1"),
                "fingerprint");
    }

    private static Identity identity(UUID subject, @Nullable UUID tenant, Environment environment) {
        return new Identity(
                SubjectKind.KEY, subject, tenant, environment, null, Set.of("write"), List.of(), null, Set.of(), null);
    }

    private PostgresIdempotencyStore store(Duration lease, Duration keep) {
        return new PostgresIdempotencyStore(dataSource, HouseJson.mapper(), new IdempotencyConfig() {
            @Override
            public Duration lease() {
                return lease;
            }

            @Override
            public Duration keep() {
                return keep;
            }

            @Override
            public Duration purgeEvery() {
                return keep;
            }
        });
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String migration() throws IOException {
        try (var in = PostgresIdempotencyStore.class.getResourceAsStream("/db/idempotency/V0002__idempotency.sql")) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
