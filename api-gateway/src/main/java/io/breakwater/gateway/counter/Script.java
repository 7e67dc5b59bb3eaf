package io.breakwater.gateway.counter;

import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Lua script, of one or more files beside this class. Sent whole only to a Redis that does not know it. Immutable. */
final class Script {

    private static final Pattern ERROR_IN_BATCH = Pattern.compile("ERR \\[\\d+] (.*)");

    private final String text;
    private final String sha;

    private Script(String text) {
        this.text = text;
        this.sha = sha1(text);
    }

    static Script of(String... resources) {
        StringBuilder text = new StringBuilder();
        for (String resource : resources) {
            text.append(read(resource));
        }
        return new Script(text.toString());
    }

    /** Makes a Redis know it; of a cluster, one node. */
    Future<@Nullable Response> load(RedisConnection connection) {
        return connection.send(Request.cmd(Command.SCRIPT).arg("LOAD").arg(text));
    }

    /** Runs it; {@code arguments} adds the number of keys, the keys and what follows. */
    Future<@Nullable Response> run(RedisConnection connection, Consumer<Request> arguments) {
        Request known = Request.cmd(Command.EVALSHA).arg(sha);
        arguments.accept(known);
        return connection.send(known).recover(cause -> {
            if (!isUnknown(cause)) {
                return Future.failedFuture(cause);
            }
            Request whole = Request.cmd(Command.EVAL).arg(text);
            arguments.accept(whole);
            return connection.send(whole);
        });
    }

    /**
     * Runs it once for each, in one write; not on a cluster. Fails when Redis answers one of them with an error, though it may have
     * run the others; where it does not know the script any more, it is asked again for each.
     */
    Future<List<@Nullable Response>> runAll(RedisConnection connection, List<Consumer<Request>> calls) {
        List<Request> requests = new ArrayList<>(calls.size());
        for (Consumer<Request> arguments : calls) {
            Request known = Request.cmd(Command.EVALSHA).arg(sha);
            arguments.accept(known);
            requests.add(known);
        }
        return connection.batch(requests).recover(all -> {
            Throwable cause = first(all);
            return isUnknown(cause)
                    ? Future.all(calls.stream()
                                    .map(arguments -> run(connection, arguments))
                                    .toList())
                            .map(CompositeFuture::list)
                    : Future.failedFuture(cause);
        });
    }

    /** The first error of those that the client gathers from the answers to a batch, as {@code ERR [<number>] <error>} a line. */
    private static Throwable first(Throwable all) {
        Matcher error = ERROR_IN_BATCH.matcher(String.valueOf(all.getMessage()));
        return error.lookingAt() ? ErrorType.create(error.group(1)) : all;
    }

    private static boolean isUnknown(Throwable cause) {
        return cause instanceof ErrorType error && error.is("NOSCRIPT");
    }

    private static String read(String resource) {
        try (InputStream in = Objects.requireNonNull(Script.class.getResourceAsStream(resource))) {
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
