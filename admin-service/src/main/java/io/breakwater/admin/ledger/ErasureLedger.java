package io.breakwater.admin.ledger;

import io.breakwater.admin.job.Job;
import io.breakwater.admin.job.Jobs;
import io.breakwater.admin.job.Subject;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Enters erasures, and finds those that have to be done again. Thread-safe, also over replicas. */
@ApplicationScoped
public class ErasureLedger {

    private static final Logger LOG = Logger.getLogger(ErasureLedger.class);
    private static final int PAGE = 500;
    private static final UUID FIRST = new UUID(0, 0);

    private final LedgerTable table;
    private final RedisLedger redis;
    private final Jobs jobs;
    private final LedgerConfig config;
    private final Clock clock;

    ErasureLedger(LedgerTable table, RedisLedger redis, Jobs jobs, LedgerConfig config, Clock clock) {
        this.table = table;
        this.redis = redis;
        this.jobs = jobs;
        this.config = config;
        this.clock = clock;
    }

    /** Enters an erasure that was asked for, or that it reaches up to a later time now; in the caller's transaction. */
    public void enter(Job erasure) {
        Subject subject = erasure.subject();
        table.enter(new LedgerEntry(
                erasure.id(),
                new Subject(subject.tenant(), null, subject.participantSha256()),
                erasure.requestedAt(),
                null));
    }

    /** An erasure, or the replay of one, is done; in the caller's transaction. */
    public void complete(Job erasure) {
        UUID entry = erasure.replays() == null ? erasure.id() : erasure.replays();
        table.complete(entry, clock.instant());
    }

    /** Adds to Redis what it is not known to have. */
    void publish() {
        List<LedgerEntry> unpublished;
        do {
            unpublished = QuarkusTransaction.requiringNew().call(() -> table.unpublished(PAGE));
            for (LedgerEntry entry : unpublished) {
                redis.add(entry);
                QuarkusTransaction.requiringNew().run(() -> table.publish(entry));
            }
        } while (unpublished.size() >= PAGE);
    }

    /**
     * Compares what PostgreSQL and Redis know, and asks for what has to be done again.
     *
     * @return how many erasures those are
     */
    int compare() {
        Instant since = clock.instant().minus(config.backupRetention());
        // In this order: what is entered meanwhile is in PostgreSQL before it is in Redis, and said to be there after
        // that.
        List<LedgerEntry> published = published(since);
        Map<UUID, LedgerEntry> inRedis = redis.since(since);
        return fromRedis(inRedis) + fromTable(published, inRedis);
    }

    /** Entries of which this database knows less: it was restored from a backup that is older than what they say. */
    private int fromRedis(Map<UUID, LedgerEntry> inRedis) {
        List<LedgerEntry> entries = new ArrayList<>(inRedis.values());
        int found = 0;
        for (int from = 0; from < entries.size(); from += PAGE) {
            List<LedgerEntry> page = entries.subList(from, Math.min(from + PAGE, entries.size()));
            Map<UUID, LedgerEntry> known = QuarkusTransaction.requiringNew().call(() -> table.known(ids(page))).stream()
                    .collect(Collectors.toMap(LedgerEntry::erasure, Function.identity()));
            for (LedgerEntry entry : page) {
                @Nullable LedgerEntry here = known.get(entry.erasure());
                if (here == null) {
                    found += QuarkusTransaction.requiringNew().call(() -> again(entry, table.learn(entry)));
                } else if (knowsLess(here, entry)) {
                    found += QuarkusTransaction.requiringNew().call(() -> again(entry, table.reopen(entry)));
                }
            }
        }
        if (found > 0) {
            LOG.warnf("The database was restored: %d erasures that its backup has not as done are done again", found);
        }
        return found;
    }

    private static boolean knowsLess(LedgerEntry one, LedgerEntry other) {
        return (other.isComplete() && !one.isComplete()) || one.requestedAt().isBefore(other.requestedAt());
    }

    private static List<UUID> ids(List<LedgerEntry> entries) {
        return entries.stream().map(LedgerEntry::erasure).toList();
    }

    /** Entries of which Redis had more than it has: it was restored, or lost its data. */
    private int fromTable(List<LedgerEntry> published, Map<UUID, LedgerEntry> inRedis) {
        int found = 0;
        for (LedgerEntry entry : published) {
            @Nullable LedgerEntry there = inRedis.get(entry.erasure());
            if (there == null || (entry.isComplete() && !there.isComplete())) {
                found += QuarkusTransaction.requiringNew().call(() -> again(entry, table.forgotten(entry.erasure())));
            }
        }
        if (found > 0) {
            LOG.warnf("Redis was restored or lost its data: %d erasures are done again", found);
        }
        return found;
    }

    /**
     * Asks for it unless another replica did, or it is under way.
     *
     * @return how many were asked for
     */
    private int again(LedgerEntry entry, boolean first) {
        return first && jobs.replay(entry.erasure(), entry.subject(), entry.requestedAt()) ? 1 : 0;
    }

    private List<LedgerEntry> published(Instant since) {
        List<LedgerEntry> all = new ArrayList<>();
        List<LedgerEntry> page;
        do {
            UUID after = all.isEmpty() ? FIRST : all.getLast().erasure();
            page = QuarkusTransaction.requiringNew().call(() -> table.published(since, after, PAGE));
            all.addAll(page);
        } while (page.size() == PAGE);
        return all;
    }
}
