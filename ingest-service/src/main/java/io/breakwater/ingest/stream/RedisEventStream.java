package io.breakwater.ingest.stream;

import io.vertx.core.Future;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The log on Redis 6.2 or later, a single one or a cluster, over whose nodes the partitions are spread by their keys. Appends
 * and the worker's reads use connections of their own, so that a large read does not hold up an accept. Thread-safe.
 */
@ApplicationScoped
class RedisEventStream implements EventStream {

    /** Waiting for an answer is bounded by the connection itself; this only guards against a lost wake-up. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** Whether several commands may go in one write: not to a cluster. */
    private final boolean gather;

    private final CommandLanes appends;
    private final PipelinedConnection reads;
    private final DurabilityProbe probe;
    private final Duration patience;
    private final String nodeFiller;

    RedisEventStream(Redis redis, RedisNodes nodes, DurabilityProbe probe, StreamConfig config) {
        this.gather = !nodes.isCluster();
        this.appends = CommandLanes.to(redis, nodes, config);
        this.reads = new PipelinedConnection(redis, config.timeout());
        this.probe = probe;
        this.patience = config.timeout().plus(GRACE);
        this.nodeFiller = "-".repeat(config.nodeBytes().asBigInteger().intValueExact());
    }

    @Override
    public Future<StreamPosition> append(int partition, NewEntry entry) {
        Request xadd = Request.cmd(Command.XADD)
                .arg(Partitions.key(partition))
                .arg("*")
                .arg(StreamEntry.VERSION_FIELD)
                .arg(entry.version())
                .arg(StreamEntry.TENANT)
                .arg(entry.tenant().toString())
                .arg(StreamEntry.ENVIRONMENT)
                .arg(entry.environment().wireName())
                .arg(StreamEntry.SUBJECT)
                .arg(entry.subject().toString())
                .arg(StreamEntry.NONCE)
                .arg(HexFormat.of().toHexDigits(entry.nonce(), EventId.NONCE_BITS / 4))
                .arg(StreamEntry.REQUEST_ID)
                .arg(entry.requestId())
                .arg(StreamEntry.PAYLOAD)
                .arg(entry.payload());
        if (entry.clientMessageId() != null) {
            xadd.arg(StreamEntry.CLIENT_MESSAGE_ID).arg(entry.clientMessageId());
        }
        if (!entry.source().equals(StreamEntry.DEFAULT_SOURCE)) {
            xadd.arg(StreamEntry.SOURCE).arg(entry.source());
        }
        if (entry.reject() != null) {
            xadd.arg(StreamEntry.REJECT).arg(entry.reject());
        }
        return appends.send(partition, xadd).map(answer -> StreamPosition.parse(String.valueOf(answer)));
    }

    @Override
    public Future<StreamPosition> mark(int partition) {
        Request xadd = Request.cmd(Command.XADD)
                .arg(Partitions.key(partition))
                .arg("*")
                .arg(StreamEntry.VERSION_FIELD)
                .arg(StreamEntry.VERSION)
                .arg(StreamEntry.MARKER)
                .arg(nodeFiller);
        return appends.send(partition, xadd).map(answer -> StreamPosition.parse(String.valueOf(answer)));
    }

    @Override
    public Durability durability() {
        return probe.durability();
    }

    @Override
    public @Nullable StreamEntry find(int partition, StreamPosition position) {
        List<StreamEntry> found = entries(partition, await(reads.ask(xrange(partition, position.toString(), 1))));
        return found.isEmpty() || !found.getFirst().position().equals(position) ? null : found.getFirst();
    }

    @Override
    public Map<Integer, StreamPosition> firstAfter(SequencedMap<Integer, @Nullable StreamPosition> after) {
        List<Integer> partitions = List.copyOf(after.keySet());
        List<Request> asked = partitions.stream()
                .map(partition -> xrange(partition, exclusive(after.get(partition)), 1))
                .toList();
        Map<Integer, StreamPosition> first = new LinkedHashMap<>();
        List<Response> answers = awaitAll(asked);
        for (int i = 0; i < answers.size(); i++) {
            List<StreamEntry> found = entries(partitions.get(i), answers.get(i));
            if (!found.isEmpty()) {
                first.put(partitions.get(i), found.getFirst().position());
            }
        }
        return first;
    }

    @Override
    public @Nullable List<StreamEntry> read(int partition, @Nullable StreamPosition after, int count) {
        return following(partition, after, await(reads.ask(following(partition, after, count))));
    }

    @Override
    public Map<Integer, List<StreamEntry>> read(SequencedMap<Integer, @Nullable StreamPosition> after, int count) {
        List<Integer> partitions = List.copyOf(after.keySet());
        List<Response> answers = awaitAll(partitions.stream()
                .map(partition -> following(partition, after.get(partition), count))
                .toList());
        Map<Integer, List<StreamEntry>> read = new LinkedHashMap<>();
        for (int i = 0; i < answers.size(); i++) {
            int partition = partitions.get(i);
            List<StreamEntry> found = following(partition, after.get(partition), answers.get(i));
            if (found != null) {
                read.put(partition, found);
            }
        }
        return read;
    }

    /** Reads from the position itself: that its entry is still there proves that this is the log we know. */
    private static Request following(int partition, @Nullable StreamPosition after, int count) {
        return after == null ? xrange(partition, "-", count) : xrange(partition, after.toString(), count + 1);
    }

    private static @Nullable List<StreamEntry> following(
            int partition, @Nullable StreamPosition after, Response answer) {
        List<StreamEntry> found = entries(partition, answer);
        if (after == null) {
            return found;
        }
        return found.isEmpty() || !found.getFirst().position().equals(after) ? null : found.subList(1, found.size());
    }

    @Override
    public List<Integer> lost(SequencedMap<Integer, StreamPosition> positions) {
        List<Map.Entry<Integer, StreamPosition>> asked = List.copyOf(positions.entrySet());
        List<Response> answers = awaitAll(asked.stream()
                .map(entry -> xrange(entry.getKey(), entry.getValue().toString(), 1))
                .toList());
        List<Integer> lost = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            List<StreamEntry> found = entries(asked.get(i).getKey(), answers.get(i));
            if (found.isEmpty()
                    || !found.getFirst().position().equals(asked.get(i).getValue())) {
                lost.add(asked.get(i).getKey());
            }
        }
        return lost;
    }

    @Override
    public long trimBefore(int partition, StreamPosition position) {
        return Long.parseLong(await(reads.ask(xtrim(partition, position))).toString());
    }

    @Override
    public void trimBefore(SequencedMap<Integer, StreamPosition> positions) {
        awaitAll(positions.entrySet().stream()
                .map(entry -> xtrim(entry.getKey(), entry.getValue()))
                .toList());
    }

    private static Request xtrim(int partition, StreamPosition position) {
        return Request.cmd(Command.XTRIM)
                .arg(Partitions.key(partition))
                .arg("MINID")
                .arg(position.toString());
    }

    private static Request xrange(int partition, String from, int count) {
        return Request.cmd(Command.XRANGE)
                .arg(Partitions.key(partition))
                .arg(from)
                .arg("+")
                .arg("COUNT")
                .arg(count);
    }

    private static String exclusive(@Nullable StreamPosition after) {
        return after == null ? "-" : "(" + after;
    }

    private List<Response> awaitAll(List<Request> asked) {
        if (asked.isEmpty()) {
            return List.of();
        }
        if (gather) {
            return await(reads.ask(asked)).stream().map(Objects::requireNonNull).toList();
        }
        List<Future<Response>> answers = asked.stream().map(reads::ask).toList();
        // All are awaited, so that none comes in after a failure was told.
        await(Future.join(answers));
        return answers.stream().map(Future::result).toList();
    }

    private <T> T await(Future<T> answer) {
        try {
            return answer.toCompletionStage().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new StreamUnavailableException("redis: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new StreamUnavailableException("redis: no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamUnavailableException("interrupted", e);
        }
    }

    private static List<StreamEntry> entries(int partition, Response answer) {
        List<StreamEntry> entries = new ArrayList<>();
        for (Response entry : answer) {
            entries.add(new StreamEntry(
                    partition, StreamPosition.parse(String.valueOf(entry.get(0))), fields(entry.get(1))));
        }
        return entries;
    }

    private static Map<String, String> fields(Response pairs) {
        Map<String, String> fields = HashMap.newHashMap(pairs.size() / 2);
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            fields.put(String.valueOf(pairs.get(i)), String.valueOf(pairs.get(i + 1)));
        }
        return fields;
    }
}
