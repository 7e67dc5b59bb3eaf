package io.breakwater.gateway.ratelimit;

import io.breakwater.gateway.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts in Redis: one EVALSHA per request for all its policies, pipelined on one connection. Safe from any thread; the
 * answer arrives on the caller's event loop.
 *
 * <p>A decision that does not arrive in time fails, and so do all others for the next second, without asking; one that
 * was on its way may still be charged. That under-admits and never over-admits.
 */
final class RedisLimiter {

    private static final long PAUSE_AFTER_LOSS_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int FIELDS = 3;

    private final RedisLink link;
    private final long timeoutMs;
    private final String script;
    private final String sha;
    private volatile long askAgainAt = System.nanoTime();

    RedisLimiter(Vertx vertx, Redis redis, Duration timeout) {
        this.timeoutMs = timeout.toMillis();
        this.script = read("sliding-window.lua") + read("token-bucket.lua") + read("decide.lua");
        this.sha = sha1(script);
        this.link = new RedisLink(vertx, redis, "rate limits", connection -> {}, () -> {});
    }

    void start() {
        link.start();
        link.pingRegularly();
    }

    void stop() {
        link.stop();
    }

    /** Fails when Redis is lost or too slow. */
    Future<Decision> decide(List<Charge> charges) {
        RedisConnection connection = link.connection();
        if (connection == null) {
            return Future.failedFuture("Redis is not connected");
        }
        if (System.nanoTime() - askAgainAt < 0) {
            return Future.failedFuture("Redis was too slow a moment ago");
        }
        return connection
                .send(evaluate(Command.EVALSHA, sha, charges))
                .recover(cause -> isUnknownScript(cause)
                        ? connection.send(evaluate(Command.EVAL, script, charges))
                        : Future.failedFuture(cause))
                .timeout(timeoutMs, TimeUnit.MILLISECONDS)
                .onFailure(cause -> askAgainAt = System.nanoTime() + PAUSE_AFTER_LOSS_NANOS)
                .map(reply -> decision(charges, reply));
    }

    private static boolean isUnknownScript(Throwable cause) {
        return cause instanceof ErrorType error && error.is("NOSCRIPT");
    }

    private static Request evaluate(Command command, String script, List<Charge> charges) {
        Request request = Request.cmd(command).arg(script).arg(charges.size());
        charges.forEach(charge -> request.arg(charge.key()));
        for (Charge charge : charges) {
            request.arg(
                            switch (charge.policy().algorithm()) {
                                case SLIDING_WINDOW -> "sliding-window";
                                case TOKEN_BUCKET -> "token-bucket";
                            })
                    .arg(charge.limit())
                    .arg(charge.windowMs())
                    .arg(Charge.COST);
        }
        return request;
    }

    private static Decision decision(List<Charge> charges, @Nullable Response reply) {
        List<Verdict> verdicts = new ArrayList<>(charges.size());
        for (int i = 0; i < charges.size(); i++) {
            Charge charge = charges.get(i);
            int at = 1 + i * FIELDS;
            verdicts.add(new Verdict(
                    charge.policy(),
                    integer(reply, at) == 1,
                    charge.limit(),
                    integer(reply, at + 1),
                    integer(reply, at + 2)));
        }
        return Decision.of(verdicts, integer(reply, 0));
    }

    private static long integer(@Nullable Response reply, int index) {
        @Nullable Long value = reply == null ? null : reply.get(index).toLong();
        if (value == null) {
            throw new IllegalStateException("the script answered in another form");
        }
        return value;
    }

    private static String read(String resource) {
        try (InputStream in = Objects.requireNonNull(RedisLimiter.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
