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
     * @return {@code rewritten}, or {@code off} where no process keeps such a file; null when that is to come
     * @throws StreamUnavailableException while Redis is away
     */
    @Nullable
    String rewritten(Erasure erasure, ErasureRow row) {
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
            if (areStarted()) {
                note(erasure, runs);
            }
            return null;
        }
        if (processes.stream().anyMatch(process -> !isWritten(process))) {
            LOG.warn("Redis could not write its append-only file anew; it is tried again");
            note(erasure, null);
            return null;
        }
        return "rewritten";
    }

    /** A refusal is no outage: somebody else may have been faster. */
    private boolean areStarted() {
        try {
            onAll(Request.cmd(Command.BGREWRITEAOF));
            return true;
        } catch (StreamUnavailableException e) {
            if (e.getCause() instanceof ErrorType refusal) {
                LOG.infof("Redis does not write its append-only file anew now: %s", refusal.getMessage());
                return false;
            }
            throw e;
        }
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
