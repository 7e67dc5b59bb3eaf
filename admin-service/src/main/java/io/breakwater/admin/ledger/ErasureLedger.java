package io.breakwater.admin.ledger;

import io.breakwater.admin.job.Job;
import io.breakwater.admin.job.Jobs;
import io.breakwater.admin.job.Subject;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

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

    /** Enters an erasure that was asked for, in the caller's transaction. */
    public void enter(Job erasure) {
        table.insert(entry(erasure.id(), erasure.subject(), erasure.requestedAt()), false);
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
                QuarkusTransaction.requiringNew().run(() -> table.publish(entry.erasure()));
            }
        } while (unpublished.size() == PAGE);
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
        return fromRedis(inRedis) + fromTable(published, inRedis.keySet());
    }

    /** Entries that this database does not know: it was restored from a backup that is older than they are. */
    private int fromRedis(Map<UUID, LedgerEntry> inRedis) {
        List<LedgerEntry> entries = new ArrayList<>(inRedis.values());
        int found = 0;
        for (int from = 0; from < entries.size(); from += PAGE) {
            List<LedgerEntry> page = entries.subList(from, Math.min(from + PAGE, entries.size()));
            Set<UUID> known = new HashSet<>(QuarkusTransaction.requiringNew().call(() -> table.known(ids(page))));
            for (LedgerEntry entry : page) {
                if (known.contains(entry.erasure())) {
                    continue;
                }
                found += QuarkusTransaction.requiringNew().call(() -> again(entry, table.insert(entry, true)));
            }
        }
        if (found > 0) {
            LOG.warnf("The database was restored: %d erasures that came after its backup are done again", found);
        }
        return found;
    }

    private static List<UUID> ids(List<LedgerEntry> entries) {
        return entries.stream().map(LedgerEntry::erasure).toList();
    }

    /** Entries that Redis had and has no more: it was restored, or lost its data. */
    private int fromTable(List<LedgerEntry> published, Set<UUID> inRedis) {
        int found = 0;
        for (LedgerEntry entry : published) {
            if (!inRedis.contains(entry.erasure())) {
                found += QuarkusTransaction.requiringNew().call(() -> again(entry, table.forgotten(entry.erasure())));
            }
        }
        if (found > 0) {
            LOG.warnf("Redis was restored or lost its data: %d erasures are done again", found);
        }
        return found;
    }

    /**
     * Asks for it unless another replica did.
     *
     * @return how many were asked for
     */
    private int again(LedgerEntry entry, boolean first) {
        if (first) {
            jobs.replay(entry.erasure(), entry.subject(), entry.requestedAt());
        }
        return first ? 1 : 0;
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

    private static LedgerEntry entry(UUID erasure, Subject subject, Instant requestedAt) {
        return new LedgerEntry(erasure, new Subject(subject.tenant(), null, subject.participantSha256()), requestedAt);
    }
}
