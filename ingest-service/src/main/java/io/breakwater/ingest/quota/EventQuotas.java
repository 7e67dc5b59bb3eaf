package io.breakwater.ingest.quota;

import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.event.Admission;
import io.breakwater.ingest.stream.StreamUnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Charges events to quotas and settles the charges; see the package. */
@ApplicationScoped
public class EventQuotas implements Admission {

    private static final Logger LOG = Logger.getLogger(EventQuotas.class);
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final RedisQuotas counts;
    private final QuotaTruth truth;
    private final QuotaNotices notices;
    private final QuotaConfig config;
    private final Clock clock;
    private final Executor threads = command -> Thread.ofVirtual().name("quota").start(command);
    private final Set<TenantDay> settling = ConcurrentHashMap.newKeySet();
    private final Map<Limits, Uni<Boolean>> seeding = new ConcurrentHashMap<>();
    private volatile Instant noSeedsBefore = Instant.EPOCH;

    EventQuotas(RedisQuotas counts, QuotaTruth truth, QuotaNotices notices, QuotaConfig config, Clock clock) {
        this.counts = counts;
        this.truth = truth;
        this.notices = notices;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public List<Future<TenantDay>> charge(Identity sender, List<String> participantIds) {
        Limits limits = Limits.of(sender, config, clock.instant());
        TenantDay day = day(limits);
        if (limits.isNone() || participantIds.isEmpty()) {
            return Collections.nCopies(participantIds.size(), Future.succeededFuture(day));
        }
        Future<List<RedisQuotas.Decision>> decided = counts.reserve(limits, participantIds, false)
                .compose(decisions -> decisions.isEmpty()
                        ? Future.fromCompletionStage(seeded(limits).subscribeAsCompletionStage())
                                .compose(_ -> counts.reserve(limits, participantIds, true))
                        : Future.succeededFuture(decisions));
        return IntStream.range(0, participantIds.size())
                .mapToObj(i -> decided.map(decisions -> {
                    judge(limits, decisions.get(i));
                    return day;
                }))
                .toList();
    }

    @Override
    public void release(TenantDay charged) {
        Uni.createFrom()
                .item(charged)
                .chain(counts::isCounted)
                .chain(counted ->
                        counted ? counts.release(charged) : Uni.createFrom().nullItem())
                .subscribe()
                .with(_ -> {}, e -> LOG.warn("A charge could not be taken back; the day's quota is short of one", e));
    }

    @Override
    public void refunded(Collection<TenantDay> days) {
        for (TenantDay day : days) {
            if (settling.add(day)) {
                threads.execute(() -> settle(day));
            }
        }
    }

    /**
     * How much of each quota is used. Blocks.
     *
     * @throws ProblemException {@code SERVICE_UNAVAILABLE} when it is not known
     */
    public List<QuotaUse> uses(Identity identity) {
        Limits limits = Limits.of(identity, config, clock.instant());
        try {
            if (!limits.isNone()) {
                seed(limits);
            }
            Long events = limits.events() == null
                    ? Long.valueOf(truth.counts(day(limits)).processed())
                    : counts.events(day(limits)).await().atMost(WAIT);
            Long participants = limits.participants() == null
                    ? null
                    : counts.participants(limits).await().atMost(WAIT);
            return List.of(limits.ofEvents(events), limits.ofParticipants(participants));
        } catch (SQLException e) {
            throw ProblemException.of(ErrorCode.DATABASE_UNAVAILABLE).causedBy(e);
        } catch (StreamUnavailableException e) {
            throw ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE).causedBy(e);
        }
    }

    /**
     * Forgets a participant. Blocks.
     *
     * @return of how many months
     * @throws StreamUnavailableException while Redis is away
     */
    public long forget(UUID tenant, String participant) {
        LocalDate month = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).withDayOfMonth(1);
        long forgotten = 0;
        for (Environment environment : Environment.values()) {
            for (LocalDate counted : List.of(month.minusMonths(1), month)) {
                forgotten += counts.remove(tenant, environment, counted, participant)
                        .await()
                        .atMost(WAIT)
                        .toLong();
            }
        }
        return forgotten;
    }

    /** Forgets all that is counted of a tenant; the same otherwise. Returns how many counts that were. */
    public long forget(UUID tenant) {
        LocalDate tomorrow =
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1);
        List<LocalDate> kept =
                tomorrow.minusMonths(2).datesUntil(tomorrow.plusDays(1)).toList();
        long forgotten = 0;
        for (Environment environment : Environment.values()) {
            forgotten +=
                    counts.drop(tenant, environment, kept).await().atMost(WAIT).toLong();
        }
        return forgotten;
    }

    private void judge(Limits limits, RedisQuotas.Decision decision) {
        QuotaUse events = limits.ofEvents(known(decision.events()));
        QuotaUse participants = limits.ofParticipants(known(decision.participants()));
        switch (decision.what()) {
            case Limits.EVENTS_DAY -> throw refusal(limits, events);
            case Limits.PARTICIPANTS_MONTH -> throw refusal(limits, participants);
            default -> {
                notices.used(limits, events);
                notices.used(limits, participants);
            }
        }
    }

    private static @Nullable Long known(long count) {
        return count < 0 ? null : Long.valueOf(count);
    }

    private static ProblemException refusal(Limits limits, QuotaUse use) {
        ProblemException problem = ProblemException.of(ErrorCode.QUOTA_EXCEEDED).withField("kind", use.kind());
        if (use.limit() != null && use.current() != null) {
            problem = problem.withField("limit", use.limit()).withField("current", use.current());
        }
        return limits.plan() == null ? problem : problem.withField("tier", limits.plan());
    }

    /**
     * Has the counts taken from PostgreSQL, for a while at most, and after a failure not at once again: an accept does not
     * depend on PostgreSQL.
     */
    private Uni<Boolean> seeded(Limits limits) {
        if (clock.instant().isBefore(noSeedsBefore)) {
            return Uni.createFrom().item(false);
        }
        return seeding.computeIfAbsent(limits, this::startSeeding);
    }

    /** One at a time for all who wait for the same counts. */
    private Uni<Boolean> startSeeding(Limits limits) {
        return Uni.createFrom()
                .<Boolean>emitter(done -> threads.execute(() -> done.complete(trySeed(limits))))
                .ifNoItem()
                .after(config.seedTimeout())
                .recoverWithItem(() -> {
                    noSeedsBefore = clock.instant().plus(PAUSE);
                    return false;
                })
                .onTermination()
                .invoke(() -> seeding.remove(limits))
                .memoize()
                .indefinitely();
    }

    private boolean trySeed(Limits limits) {
        try {
            seed(limits);
            return true;
        } catch (SQLException | StreamUnavailableException e) {
            noSeedsBefore = clock.instant().plus(PAUSE);
            LOG.warn("Quotas could not be taken from PostgreSQL; they are counted from nothing until they can", e);
            return false;
        }
    }

    private void seed(Limits limits) throws SQLException {
        TenantDay day = day(limits);
        counts.settle(day, truth.counts(day), true).await().atMost(WAIT);
        if (limits.participants() != null) {
            List<String> known = truth.participants(
                    limits.tenant(), limits.environment(), limits.month(), limits.participants() + 1);
            counts.seed(limits, known).await().atMost(WAIT);
        }
    }

    private void settle(TenantDay day) {
        settling.remove(day);
        try {
            if (counts.isCounted(day).await().atMost(WAIT)) {
                counts.settle(day, truth.counts(day), false).await().atMost(WAIT);
            }
        } catch (SQLException | StreamUnavailableException e) {
            LOG.debug("Refunds could not be copied; they are with the next", e);
        }
    }

    private static TenantDay day(Limits limits) {
        return new TenantDay(limits.tenant(), limits.environment(), limits.day());
    }
}
