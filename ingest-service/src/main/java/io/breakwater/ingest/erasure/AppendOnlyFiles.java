package io.breakwater.ingest.erasure;

import io.breakwater.ingest.sql.Transactions;
import io.breakwater.ingest.stream.RedisNodes;
import io.breakwater.ingest.stream.StreamConfig;
import io.breakwater.ingest.stream.StreamUnavailableException;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Has every Redis process that takes writes write its append-only file anew, after the keys are clean, and finds out when all
 * have. A process that was restarted meanwhile, or that failed, begins again; one that was at it already is waited for, as what it had read
 * by then may not have been clean.
 */
@ApplicationScoped
class AppendOnlyFiles {

    private static final Logger LOG = Logger.getLogger(AppendOnlyFiles.class);
    private static final String YES = "1";

    /** Parts of refusals that pass: another rewrite or dump is under way, no process could be started, or Redis itself starts. */
    private static final List<String> TRANSIENT = List.of(
            "in progress", "scheduled", "Can't execute", "LOADING", "BUSY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN");

    private final RedisNodes nodes;
    private final StreamConfig config;
    private final Transactions transactions;
    private final ErasureTable table;

    AppendOnlyFiles(RedisNodes nodes, StreamConfig config, Transactions transactions, ErasureTable table) {
        this.nodes = nodes;
        this.config = config;
        this.transactions = transactions;
        this.table = table;
    }

    /**
     * @return {@code rewritten}, {@code off} where no process keeps such a file, or {@code refused} where Redis does not let
     *     the service have them written anew: then that is left to its operator; null when it is to come
     * @throws StreamUnavailableException while Redis is away
     */
    @Nullable
    String rewritten(Erasure erasure, ErasureRow row) {
        try {
            return tryRewriting(erasure, row);
        } catch (StreamUnavailableException e) {
            if (!(e.getCause() instanceof ErrorType refusal)) {
                throw e;
            }
            if (TRANSIENT.stream().anyMatch(String.valueOf(refusal.getMessage())::contains)) {
                LOG.infof("Redis does not write its append-only file anew now: %s", refusal.getMessage());
                return null;
            }
            LOG.errorf(
                    "Redis refuses to write its append-only file anew: %s. What was erased (%s) stays in that file until it "
                            + "is rewritten: run BGREWRITEAOF on every process, and allow the service to",
                    refusal.getMessage(), erasure.id());
            return "refused";
        }
    }

    private @Nullable String tryRewriting(Erasure erasure, ErasureRow row) {
        List<Map<String, String>> processes = info();
        if (processes.stream().noneMatch(process -> has(process, "aof_enabled"))) {
            return "off";
        }
        List<String> runs = processes.stream()
                .map(process -> process.getOrDefault("run_id", ""))
                .sorted()
                .toList();
        boolean busy = processes.stream()
                .anyMatch(process -> has(process, "aof_rewrite_in_progress") || has(process, "aof_rewrite_scheduled"));
        if (busy) {
            return null;
        }
        if (row.rewriting() == null || !row.rewriting().equals(runs)) {
            onAll(Request.cmd(Command.BGREWRITEAOF));
            note(erasure, runs);
            return null;
        }
        if (processes.stream().anyMatch(process -> !isWritten(process))) {
            LOG.warn("Redis could not write its append-only file anew; it is tried again");
            note(erasure, null);
            return null;
        }
        return "rewritten";
    }

    private static boolean has(Map<String, String> process, String flag) {
        return YES.equals(process.get(flag));
    }

    private static boolean isWritten(Map<String, String> process) {
        return !has(process, "aof_enabled") || "ok".equals(process.get("aof_last_bgrewrite_status"));
    }

    private void note(Erasure erasure, @Nullable List<String> runs) {
        transactions.answer(connection -> {
            table.setRewriting(connection, erasure.id(), runs);
            return erasure;
        });
    }

    /** What each process says of itself. */
    private List<Map<String, String>> info() {
        return onAll(Request.cmd(Command.INFO)).stream()
                .map(answer -> fields(answer.toString()))
                .toList();
    }

    private static Map<String, String> fields(String info) {
        Map<String, String> fields = new HashMap<>();
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        return fields;
    }

    private List<Response> onAll(Request request) {
        try {
            return nodes.askAll(request).await().atMost(config.timeout());
        } catch (CompletionException e) {
            throw new StreamUnavailableException("redis: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new StreamUnavailableException("redis: no answer", e);
        }
    }
}
