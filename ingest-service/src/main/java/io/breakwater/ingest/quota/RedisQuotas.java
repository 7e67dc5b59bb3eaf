package io.breakwater.ingest.quota;

import io.breakwater.common.apikey.Sha256;
import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.event.Admission.TenantDay;
import io.breakwater.ingest.stream.CommandLanes;
import io.breakwater.ingest.stream.PipelinedConnection;
import io.breakwater.ingest.stream.RedisNodes;
import io.breakwater.ingest.stream.StreamConfig;
import io.breakwater.ingest.stream.StreamUnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The counts in Redis: per tenant and environment a hash for each day and a set of participants (hashed, since it outlives
 * an erasure) for each month. Every answer fails with {@link StreamUnavailableException} when Redis does. Never blocks.
 */
@ApplicationScoped
class RedisQuotas {

    private static final Duration DAY_LIFE = Duration.ofDays(3);
    private static final Duration MONTH_LIFE = Duration.ofDays(40);
    private static final int PAGE = 1000;
    private static final int RESERVE_KEYS = 2;

    /** Of a decision in the script's answer. */
    private static final int PARTS = 3;

    private static final int HASH_CHARS = 24;
    private static final String SEEDED = "*";

    private final PipelinedConnection redis;
    private final CommandLanes reservations;
    private final String reserve = script("reserve.lua");
    private final String reserveSha = sha1(reserve);
    private final String settle = script("settle.lua");

    RedisQuotas(Redis redis, RedisNodes nodes, StreamConfig config) {
        this.redis = new PipelinedConnection(redis, config.timeout());
        this.reservations = CommandLanes.to(redis, nodes, config);
    }

    /**
     * What was decided.
     *
     * @param what {@code ok}, or the kind that is used up
     * @param events of the day, this one among them when it is charged; -1 when they are not limited
     * @param participants of the month; -1 when they are not limited
     */
    record Decision(String what, long events, long participants) {}

    /** Charges one event of each participant, in this order; nothing at all, and none is charged, when PostgreSQL has to be asked first. */
    Future<List<Decision>> reserve(Limits limits, List<String> participants, boolean withoutSeeds) {
        List<String> arguments = new ArrayList<>(List.of(
                dayKey(new TenantDay(limits.tenant(), limits.environment(), limits.day())),
                monthKey(limits),
                String.valueOf(limits.events() == null ? -1 : limits.events()),
                String.valueOf(limits.participants() == null ? -1 : limits.participants()),
                withoutSeeds ? "1" : "0",
                String.valueOf(DAY_LIFE.toSeconds()),
                String.valueOf(MONTH_LIFE.toSeconds())));
        participants.forEach(participant -> arguments.add(hash(participant)));
        int lane = limits.tenant().hashCode() & Integer.MAX_VALUE;
        return reservations
                .send(lane, reservation(io.vertx.redis.client.Command.EVALSHA, reserveSha, arguments))
                .recover(failure -> isUnknownScript(failure)
                        ? reservations.send(lane, reservation(io.vertx.redis.client.Command.EVAL, reserve, arguments))
                        : Future.failedFuture(failure))
                .map(RedisQuotas::decisions);
    }

    private static List<Decision> decisions(io.vertx.redis.client.Response answer) {
        List<Decision> decisions = new ArrayList<>(answer.size() / PARTS);
        for (int i = 0; i < answer.size(); i += PARTS) {
            decisions.add(new Decision(answer.get(i).toString(), number(answer.get(i + 1)), number(answer.get(i + 2))));
        }
        return decisions;
    }

    private static long number(io.vertx.redis.client.Response reply) {
        return Long.parseLong(reply.toString());
    }

    private static io.vertx.redis.client.Request reservation(
            io.vertx.redis.client.Command command, String script, List<String> arguments) {
        io.vertx.redis.client.Request request =
                io.vertx.redis.client.Request.cmd(command).arg(script).arg(RESERVE_KEYS);
        arguments.forEach(request::arg);
        return request;
    }

    /** Redis forgets scripts when it starts anew. Of commands that were gathered the client tells all errors in one. */
    private static boolean isUnknownScript(Throwable failure) {
        return failure.getCause() instanceof ErrorType error
                && String.valueOf(error.getMessage()).contains("NOSCRIPT");
    }

    /** Takes one charge back. */
    Uni<Response> release(TenantDay day) {
        return redis.send(
                Request.cmd(Command.HINCRBY).arg(dayKey(day)).arg("reserved").arg(-1));
    }

    /** Whether there are counts of a day that refunds could be copied to. */
    Uni<Boolean> isCounted(TenantDay day) {
        return redis.send(Request.cmd(Command.HEXISTS).arg(dayKey(day)).arg("seeded"))
                .map(Response::toBoolean);
    }

    Uni<Response> settle(TenantDay day, QuotaTruth.Counts counts, boolean seed) {
        return redis.send(Request.cmd(Command.EVAL)
                .arg(settle)
                .arg(1)
                .arg(dayKey(day))
                .arg(seed ? 1 : 0)
                .arg(counts.processed())
                .arg(counts.refunded())
                .arg(DAY_LIFE.toSeconds()));
    }

    /** Seeds a month's participants; they count as seeded with the last page. */
    Uni<Response> seed(Limits limits, List<String> participants) {
        Uni<Response> sent = Uni.createFrom().nullItem();
        for (int from = 0; from < participants.size(); from += PAGE) {
            Request add = Request.cmd(Command.SADD).arg(monthKey(limits));
            participants
                    .subList(from, Math.min(from + PAGE, participants.size()))
                    .forEach(participant -> add.arg(hash(participant)));
            sent = sent.chain(() -> redis.send(add));
        }
        return sent.chain(() -> redis.send(
                        Request.cmd(Command.SADD).arg(monthKey(limits)).arg(SEEDED)))
                .chain(() -> redis.send(
                        Request.cmd(Command.EXPIRE).arg(monthKey(limits)).arg(MONTH_LIFE.toSeconds())));
    }

    /** Drops an environment's counts of some days, and of the months that these are in. */
    Uni<Response> drop(UUID tenant, Environment environment, Collection<LocalDate> days) {
        Request unlink = Request.cmd(Command.UNLINK);
        for (LocalDate day : days) {
            unlink.arg(dayKey(new TenantDay(tenant, environment, day)));
            unlink.arg(monthKey(tenant, environment, day.withDayOfMonth(1)));
        }
        return redis.send(unlink);
    }

    /** Takes a participant out of a month. */
    Uni<Response> remove(UUID tenant, Environment environment, LocalDate month, String participant) {
        return redis.send(Request.cmd(Command.SREM)
                .arg(monthKey(tenant, environment, month))
                .arg(hash(participant)));
    }

    /** Events of the day that are processed or in flight. */
    Uni<Long> events(TenantDay day) {
        return redis.send(Request.cmd(Command.HMGET)
                        .arg(dayKey(day))
                        .arg("reserved")
                        .arg("refunded"))
                .map(answer -> number(answer.get(0)) - number(answer.get(1)));
    }

    /** Participants of the month, once they are seeded. */
    Uni<Long> participants(Limits limits) {
        return redis.send(Request.cmd(Command.SCARD).arg(monthKey(limits)))
                .map(answer -> Math.max(0, answer.toLong() - 1));
    }

    private static long number(@Nullable Response value) {
        return value == null ? 0 : value.toLong();
    }

    private static String dayKey(TenantDay day) {
        return "ingest:quota:{" + day.tenant() + "/" + day.environment().wireName() + "}:day:" + day.day();
    }

    private static String monthKey(Limits limits) {
        return monthKey(limits.tenant(), limits.environment(), limits.month());
    }

    private static String monthKey(UUID tenant, Environment environment, LocalDate month) {
        return "ingest:quota:{" + tenant + "/" + environment.wireName() + "}:month:" + month;
    }

    private static String hash(String participant) {
        return Sha256.hex(participant).substring(0, HASH_CHARS);
    }

    private static String script(String name) {
        try (InputStream file = RedisQuotas.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String script) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
