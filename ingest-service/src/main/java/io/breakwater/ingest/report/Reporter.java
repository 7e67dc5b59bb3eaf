package io.breakwater.ingest.report;

import io.breakwater.common.identity.Environment;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.stream.EventStream;
import io.breakwater.ingest.stream.StreamEntry;
import io.breakwater.ingest.stream.StreamPosition;
import io.breakwater.ingest.stream.StreamUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
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
    private final Clock clock;

    Reporter(Ledgers ledgers, EventStream stream, ReportConfig config, Clock clock) {
        this.ledgers = ledgers;
        this.stream = stream;
        this.config = config;
        this.clock = clock;
    }

    /**
     * @throws ProblemException {@code DATABASE_UNAVAILABLE} or {@code SERVICE_UNAVAILABLE}
     */
    ConservationReport report(UUID tenant, Environment environment) {
        Ledgers.Snapshot snapshot = ledgers.read(tenant, environment);
        InFlight inFlight = inFlight(snapshot.positions(), tenant, environment);
        return new ConservationReport(
                tenant,
                environment,
                snapshot.settled() + inFlight.events,
                snapshot.count("processed"),
                snapshot.count("duplicate"),
                snapshot.count("conflict"),
                snapshot.count("dead"),
                snapshot.count("discarded"),
                snapshot.count("erased"),
                inFlight.events,
                inFlight.read < config.maxInFlightScan(),
                clock.instant());
    }

    private InFlight inFlight(
            SequencedMap<Integer, @Nullable StreamPosition> positions, UUID tenant, Environment environment) {
        try {
            InFlight inFlight = new InFlight(tenant.toString(), environment.wireName());
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

    /** Counts one tenant's entries among all that are read. */
    private static final class InFlight {

        private final Map<String, String> mine;
        private int read;
        private long events;

        InFlight(String tenant, String environment) {
            mine = Map.of(StreamEntry.TENANT, tenant, StreamEntry.ENVIRONMENT, environment);
        }

        void add(StreamEntry entry) {
            read++;
            if (entry.fields().entrySet().containsAll(mine.entrySet())) {
                events++;
            }
        }
    }
}
