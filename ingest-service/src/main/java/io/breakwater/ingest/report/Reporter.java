package io.breakwater.ingest.report;

import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.quota.EventQuotas;
import io.breakwater.ingest.stream.EventStream;
import io.breakwater.ingest.stream.StreamEntry;
import io.breakwater.ingest.stream.StreamPosition;
import io.breakwater.ingest.stream.StreamUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Adds up. Counts and positions are read at one moment, and the log from those positions on, so that every event is on
 * exactly one side; the log keeps entries for a while after they are processed, so that none slips away in between.
 */
@ApplicationScoped
class Reporter {

    private static final int PAGE = 200;

    private final Ledgers ledgers;
    private final EventStream stream;
    private final ReportConfig config;
    private final EventQuotas quotas;
    private final Clock clock;

    Reporter(Ledgers ledgers, EventStream stream, ReportConfig config, EventQuotas quotas, Clock clock) {
        this.ledgers = ledgers;
        this.stream = stream;
        this.config = config;
        this.quotas = quotas;
        this.clock = clock;
    }

    /**
     * What became of the events of the caller's tenant and environment, and how much of its quotas is used.
     *
     * @throws ProblemException {@code DATABASE_UNAVAILABLE} or {@code SERVICE_UNAVAILABLE}
     */
    ConservationReport report(Identity identity) {
        UUID tenant = identity.requireTenant();
        Environment environment = identity.environment();
        Ledgers.Snapshot snapshot = ledgers.read(tenant, environment);
        Map<String, String> mine =
                Map.of(StreamEntry.TENANT, tenant.toString(), StreamEntry.ENVIRONMENT, environment.wireName());
        Account account = account(snapshot, mine);
        return ConservationReport.of(tenant, environment, account, quotas.uses(identity), clock.instant());
    }

    /**
     * The same of everybody.
     *
     * @throws ProblemException {@code DATABASE_UNAVAILABLE} or {@code SERVICE_UNAVAILABLE}
     */
    ConservationReport.Total total() {
        return ConservationReport.total(account(ledgers.readAll(), Map.of()), clock.instant());
    }

    /** The same of everybody, of what was accepted since yesterday. */
    Account recently() {
        LocalDate yesterday =
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(1);
        return account(ledgers.readAll(yesterday), Map.of());
    }

    private Account account(Ledgers.Snapshot snapshot, Map<String, String> mine) {
        InFlight inFlight = inFlight(snapshot.positions(), mine);
        return new Account(snapshot, inFlight.events, inFlight.read < config.maxInFlightScan());
    }

    private InFlight inFlight(SequencedMap<Integer, @Nullable StreamPosition> positions, Map<String, String> mine) {
        try {
            InFlight inFlight = new InFlight(mine);
            for (Integer partition : stream.firstAfter(positions).keySet()) {
                scan(partition, positions.get(partition), inFlight);
            }
            return inFlight;
        } catch (StreamUnavailableException e) {
            throw ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE).causedBy(e);
        }
    }

    private void scan(int partition, @Nullable StreamPosition from, InFlight inFlight) {
        // When the log was replaced, all that it holds is still to be looked at.
        StreamPosition after = stream.read(partition, from, 1) == null ? null : from;
        while (inFlight.read < config.maxInFlightScan()) {
            List<StreamEntry> page =
                    stream.read(partition, after, Math.min(PAGE, config.maxInFlightScan() - inFlight.read));
            if (page == null || page.isEmpty()) {
                return;
            }
            page.forEach(inFlight::add);
            after = page.getLast().position();
        }
    }

    /** Counts the entries that have certain fields among all that are read. */
    private static final class InFlight {

        private final Map<String, String> mine;
        private int read;
        private final Map<String, Long> events = new HashMap<>();

        InFlight(Map<String, String> mine) {
            this.mine = mine;
        }

        void add(StreamEntry entry) {
            read++;
            if (!entry.isMarker() && entry.fields().entrySet().containsAll(mine.entrySet())) {
                events.merge(
                        Ledgers.key(entry.field(StreamEntry.TENANT), entry.field(StreamEntry.ENVIRONMENT)),
                        1L,
                        Long::sum);
            }
        }
    }
}
