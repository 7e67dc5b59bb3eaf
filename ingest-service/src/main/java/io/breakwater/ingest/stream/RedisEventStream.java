package io.breakwater.ingest.stream;

import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The log on Redis 6.2 or later, a single one or a cluster, over whose nodes the partitions are spread by their keys. Appends
 * and the worker's reads use connections of their own, so that a large read does not hold up an accept. Thread-safe.
 */
@ApplicationScoped
class RedisEventStream implements EventStream {

    /** Waiting for an answer is bounded by the connection itself; this only guards against a lost wake-up. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final List<PipelinedConnection> appends;
    private final PipelinedConnection reads;
    private final DurabilityProbe probe;
    private final Duration patience;
    private final String nodeFiller;

    RedisEventStream(Redis redis, DurabilityProbe probe, StreamConfig config) {
        this.appends = IntStream.range(0, config.connections())
                .mapToObj(_ -> new PipelinedConnection(redis, config.timeout()))
                .toList();
        this.reads = new PipelinedConnection(redis, config.timeout());
        this.probe = probe;
        this.patience = config.timeout().plus(GRACE);
        this.nodeFiller = "-".repeat(config.nodeBytes().asBigInteger().intValueExact());
    }

    @Override
    public Uni<StreamPosition> append(int partition, NewEntry entry) {
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
        return appends(partition).send(xadd).map(answer -> StreamPosition.parse(String.valueOf(answer)));
    }

    @Override
    public Uni<StreamPosition> mark(int partition) {
        Request xadd = Request.cmd(Command.XADD)
                .arg(Partitions.key(partition))
                .arg("*")
                .arg(StreamEntry.VERSION_FIELD)
                .arg(StreamEntry.VERSION)
                .arg(StreamEntry.MARKER)
                .arg(nodeFiller);
        return appends(partition).send(xadd).map(answer -> StreamPosition.parse(String.valueOf(answer)));
    }

    @Override
    public Durability durability() {
        return probe.durability();
    }

    @Override
    public @Nullable StreamEntry find(int partition, StreamPosition position) {
        List<StreamEntry> found = entries(partition, await(xrange(partition, position.toString(), 1)));
        return found.isEmpty() || !found.getFirst().position().equals(position) ? null : found.getFirst();
    }

    @Override
    public Map<Integer, StreamPosition> firstAfter(SequencedMap<Integer, @Nullable StreamPosition> after) {
        List<Integer> partitions = List.copyOf(after.keySet());
        List<Uni<Response>> asked = partitions.stream()
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
        if (after == null) {
            return entries(partition, await(xrange(partition, "-", count)));
        }
        // Read from the position itself: that its entry is still there proves that this is the log we know.
        List<StreamEntry> found = entries(partition, await(xrange(partition, after.toString(), count + 1)));
        if (found.isEmpty() || !found.getFirst().position().equals(after)) {
            return null;
        }
        return found.subList(1, found.size());
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
        Response dropped = await(reads.send(Request.cmd(Command.XTRIM)
                .arg(Partitions.key(partition))
                .arg("MINID")
                .arg(position.toString())));
        return dropped.toLong();
    }

    /** Always the same one for a partition, so that its entries lie in the order in which they came. */
    private PipelinedConnection appends(int partition) {
        return appends.get(partition % appends.size());
    }

    private Uni<Response> xrange(int partition, String from, int count) {
        return reads.send(Request.cmd(Command.XRANGE)
                .arg(Partitions.key(partition))
                .arg(from)
                .arg("+")
                .arg("COUNT")
                .arg(count));
    }

    private static String exclusive(@Nullable StreamPosition after) {
        return after == null ? "-" : "(" + after;
    }

    private Response await(Uni<Response> answer) {
        return blockOn(answer);
    }

    private List<Response> awaitAll(List<Uni<Response>> asked) {
        return asked.isEmpty() ? List.of() : blockOn(Uni.join().all(asked).andCollectFailures());
    }

    private <T> T blockOn(Uni<T> answer) {
        try {
            return answer.await().atMost(patience);
        } catch (CompositeException | TimeoutException e) {
            throw new StreamUnavailableException("redis: " + e.getClass().getSimpleName(), e);
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
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            fields.put(String.valueOf(pairs.get(i)), String.valueOf(pairs.get(i + 1)));
        }
        return fields;
    }
}
