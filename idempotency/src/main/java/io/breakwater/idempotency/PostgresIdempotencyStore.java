package io.breakwater.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.common.idempotency.Claim;
import io.breakwater.common.idempotency.IdempotencyStore;
import io.breakwater.common.idempotency.IdempotentRequest;
import io.breakwater.common.idempotency.Outcome;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.Problem;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Remembers outcomes in the service's own database, by its clock. */
@ApplicationScoped
class PostgresIdempotencyStore implements IdempotencyStore {

    /** Takes a key that is free, forgotten, or whose holder's lease has run out; else touches nothing. */
    private static final String CLAIM = """
            INSERT INTO idempotency AS held (tenant_id, environment, caller_kind, caller_id, route, key, fingerprint,
                                             claim, claimed_until, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp() + make_interval(secs => ?),
                    clock_timestamp() + make_interval(secs => ?))
            ON CONFLICT ON CONSTRAINT idempotency_key DO UPDATE
                SET fingerprint = excluded.fingerprint, claim = excluded.claim, claimed_until = excluded.claimed_until,
                    expires_at = excluded.expires_at, status = NULL, headers = NULL, body = NULL
                WHERE held.expires_at <= clock_timestamp()
                   OR held.status IS NULL AND held.claimed_until <= clock_timestamp()
                      AND held.fingerprint = excluded.fingerprint
            """;

    private static final String IDENTITY = """
            WHERE caller_id = ? AND key = ? AND route = ? AND environment = ? AND tenant_id IS NOT DISTINCT FROM ?
            """;

    private static final String FIND = """
            SELECT fingerprint, status, headers, body,
                   greatest(0, extract(epoch FROM claimed_until - clock_timestamp())) AS lease_seconds
            FROM idempotency
            """ + IDENTITY;

    /** Only the holder of the claim completes it. */
    private static final String COMPLETE = "UPDATE idempotency SET status = ?, headers = ?::jsonb, body = ? " + IDENTITY
            + " AND claim = ? AND status IS NULL";

    private static final String RELEASE = "DELETE FROM idempotency " + IDENTITY + " AND claim = ? AND status IS NULL";

    private static final String PURGE = "DELETE FROM idempotency WHERE expires_at <= clock_timestamp()";

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};
    private static final int ATTEMPTS = 5;

    private final DataSource dataSource;
    private final ObjectMapper json;
    private final IdempotencyConfig config;

    PostgresIdempotencyStore(DataSource dataSource, ObjectMapper json, IdempotencyConfig config) {
        this.dataSource = dataSource;
        this.json = json;
        this.config = config;
    }

    @Override
    public Claim claim(IdempotentRequest request) {
        try (Connection connection = dataSource.getConnection()) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                UUID token = UUID.randomUUID();
                if (take(connection, request, token)) {
                    return new Claim.Granted(request, token);
                }
                Optional<Claim> held = find(connection, request);
                if (held.isPresent()) {
                    return held.get();
                }
                // Released between the two statements: it is free again.
            }
            return new Claim.InFlight(Duration.ofSeconds(1));
        } catch (SQLException e) {
            throw new IdempotencyStoreException("could not claim a key", e);
        }
    }

    private boolean take(Connection connection, IdempotentRequest request, UUID token) throws SQLException {
        try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            claim.setObject(1, request.caller().tenant());
            claim.setString(2, request.caller().environment().wireName());
            claim.setString(3, request.caller().kind().wireName());
            claim.setObject(4, request.caller().subject());
            claim.setString(5, request.route());
            claim.setString(6, request.key().value());
            claim.setString(7, request.fingerprint());
            claim.setObject(8, token);
            claim.setDouble(9, seconds(config.lease()));
            claim.setDouble(10, seconds(config.keep()));
            return claim.executeUpdate() == 1;
        }
    }

    private Optional<Claim> find(Connection connection, IdempotentRequest request) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(FIND)) {
            identify(find, 1, request);
            try (ResultSet row = find.executeQuery()) {
                return row.next() ? Optional.of(held(row, request)) : Optional.empty();
            }
        }
    }

    private Claim held(ResultSet row, IdempotentRequest request) throws SQLException {
        if (!row.getString("fingerprint").equals(request.fingerprint())) {
            return new Claim.Mismatch();
        }
        @Nullable Integer status = row.getObject("status", Integer.class);
        if (status == null) {
            return new Claim.InFlight(Duration.ofMillis((long) (row.getDouble("lease_seconds") * 1000)));
        }
        @Nullable String body = row.getString("body");
        return new Claim.Answered(
                status < 400
                        ? new Outcome.Done(status, read(row.getString("headers"), HEADERS), body)
                        : new Outcome.Refused(read(body == null ? "null" : body, new TypeReference<Problem>() {})));
    }

    @Override
    public void complete(Claim.Granted claim, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done(int status, var headers, var body) -> complete(claim, status, write(headers), body);
            case Outcome.Refused(Problem problem) ->
                complete(claim, problem.code().status(), null, write(problem));
        }
    }

    private void complete(Claim.Granted claim, int status, @Nullable String headers, @Nullable String body) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement complete = connection.prepareStatement(COMPLETE)) {
            complete.setInt(1, status);
            complete.setString(2, headers);
            complete.setString(3, body);
            complete.setObject(identify(complete, 4, claim.request()), claim.token());
            if (complete.executeUpdate() != 1) {
                throw ProblemException.of(ErrorCode.IDEMPOTENCY_IN_FLIGHT)
                        .internally("the claim was lost before its request was done");
            }
        } catch (SQLException e) {
            throw new IdempotencyStoreException("could not take an outcome down", e);
        }
    }

    @Override
    public void release(Claim.Granted claim) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement release = connection.prepareStatement(RELEASE)) {
            release.setObject(identify(release, 1, claim.request()), claim.token());
            release.executeUpdate();
        } catch (SQLException e) {
            throw new IdempotencyStoreException("could not release a key", e);
        }
    }

    /** Forgets what is too old. Any number of replicas may do so at once. */
    @Scheduled(every = "${breakwater.idempotency.purge-every}")
    void purge() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement purge = connection.prepareStatement(PURGE)) {
            purge.executeUpdate();
        } catch (SQLException e) {
            throw new IdempotencyStoreException("could not forget old outcomes", e);
        }
    }

    /** Fills the five parameters of {@link #IDENTITY}; returns the index of the next. */
    private static int identify(PreparedStatement statement, int first, IdempotentRequest request) throws SQLException {
        statement.setObject(first, request.caller().subject());
        statement.setString(first + 1, request.key().value());
        statement.setString(first + 2, request.route());
        statement.setString(first + 3, request.caller().environment().wireName());
        statement.setObject(first + 4, request.caller().tenant());
        return first + 5;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an outcome is JSON", e);
        }
    }

    private <T> T read(@Nullable String text, TypeReference<T> type) {
        try {
            return json.readValue(text == null ? "{}" : text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a remembered outcome is damaged", e);
        }
    }

    /** PostgreSQL could not be asked; says nothing about the request. */
    static final class IdempotencyStoreException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        IdempotencyStoreException(String message, SQLException cause) {
            super(message, cause);
        }
    }
}
