package io.breakwater.ingest.fact;

import io.breakwater.ingest.event.EventState;
import io.breakwater.ingest.fact.Arrival.Dead;
import io.breakwater.ingest.fact.Arrival.Valid;
import io.breakwater.ingest.fact.DedupeKeys.DedupeKey;
import io.breakwater.ingest.fact.DedupeKeys.Holder;
import io.breakwater.ingest.ledger.Ledger;
import io.breakwater.ingest.ledger.LedgerEntry;
import io.breakwater.ingest.tombstone.ErasureTally;
import io.breakwater.ingest.tombstone.SubjectHash;
import io.breakwater.ingest.tombstone.Tombstone;
import io.breakwater.ingest.tombstone.Tombstones;
import io.breakwater.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings arrivals to their terminal states, in the caller's transaction: dedupe keys, events, facts, messages and counts,
 * a few statements for any number of arrivals. Thread-safe.
 */
@ApplicationScoped
public class Effects {

    private final Outbox outbox;
    private final Ledger ledger;
    private final FactConfig config;

    Effects(Outbox outbox, Ledger ledger, FactConfig config) {
        this.outbox = outbox;
        this.ledger = ledger;
        this.config = config;
    }

    /**
     * Settles arrivals in their order. An arrival whose event is already stored is passed over: it has had its effects.
     *
     * @return the others, with what became of them; those that met an erasure come last
     */
    public List<Settled> apply(Connection connection, List<? extends Arrival> arrivals) throws SQLException {
        List<Arrival> all = List.copyOf(arrivals);
        Set<UUID> known = all.isEmpty() ? Set.of() : EventRows.known(connection, all);
        List<Arrival> fresh = all.stream()
                .filter(arrival -> !known.contains(arrival.eventId()))
                .toList();
        if (fresh.isEmpty()) {
            return List.of();
        }
        List<Settled> erased = erased(connection, fresh);
        Set<UUID> gone = erased.stream().map(row -> row.arrival().eventId()).collect(Collectors.toSet());
        List<Facts.New> facts = new ArrayList<>();
        List<Settled> kept = settle(
                connection,
                fresh.stream()
                        .filter(arrival -> !gone.contains(arrival.eventId()))
                        .toList(),
                facts);
        EventRows.insert(connection, kept);
        publish(connection, facts);
        List<Settled> settled = new ArrayList<>(kept);
        settled.addAll(erased);
        ledger.enter(connection, settled.stream().map(Effects::arrived).toList());
        Refunds.add(connection, settled);
        return settled;
    }

    /**
     * Gives a dead event, now valid, the effects that it has not had: the ledger moves it from dead to where it ends. The
     * dedupe keys are those of any event.
     *
     * @param arrival whose row the caller has locked and seen to be dead
     * @param deadName the event's name as it was counted when it died
     */
    public Settled revive(Connection connection, Valid arrival, @Nullable String deadName) throws SQLException {
        List<Facts.New> facts = new ArrayList<>();
        Settled settled = settle(connection, List.of(arrival), facts).getFirst();
        EventRows.revive(connection, settled);
        publish(connection, facts);
        ledger.enter(connection, List.of(arrived(settled), entry(arrival, deadName, EventState.DEAD, -1)));
        return settled;
    }

    /** Those that an erasure covers, kept as bare ids and counted for it. */
    private static List<Settled> erased(Connection connection, List<Arrival> arrivals) throws SQLException {
        Set<UUID> tenants = arrivals.stream().map(Arrival::tenant).collect(Collectors.toSet());
        List<Tombstone> tombstones = Tombstones.of(connection, tenants);
        List<Settled> erased = new ArrayList<>();
        Map<UUID, Long> counts = new TreeMap<>();
        for (Arrival arrival : tombstones.isEmpty() ? List.<Arrival>of() : arrivals) {
            String participant = EventRows.participant(arrival);
            String hash = participant == null ? null : SubjectHash.of(arrival.tenant(), participant);
            for (Tombstone tombstone : tombstones) {
                if (tombstone.covers(arrival.tenant(), hash, arrival.acceptedAt())) {
                    erased.add(new Settled(arrival, new Outcome.Erased(tombstone.erasure())));
                    counts.merge(tombstone.erasure(), 1L, Long::sum);
                    break;
                }
            }
        }
        if (!erased.isEmpty()) {
            EventRows.insertErased(connection, erased);
            ErasureTally.add(connection, "stream_entries", counts);
        }
        return erased;
    }

    private static LedgerEntry arrived(Settled row) {
        String name = row.outcome() instanceof Outcome.Erased ? null : EventRows.name(row.arrival());
        return entry(row.arrival(), name, row.outcome().state(), 1);
    }

    private static LedgerEntry entry(Arrival arrival, @Nullable String eventName, EventState state, long events) {
        return new LedgerEntry(
                arrival.tenant(),
                arrival.environment(),
                arrival.acceptedAt(),
                arrival.origin().partition(),
                eventName,
                state,
                events);
    }

    /** To be called after the commit: has what was left to be published go out at once. */
    public void committed() {
        outbox.wake();
    }

    private static List<Settled> settle(Connection connection, List<? extends Arrival> arrivals, List<Facts.New> facts)
            throws SQLException {
        Map<DedupeKey, Holder> held = DedupeKeys.claim(connection, firstOfEachKey(arrivals));
        List<Settled> settled = new ArrayList<>(arrivals.size());
        for (Arrival arrival : arrivals) {
            settled.add(new Settled(arrival, settle(arrival, held, facts)));
        }
        return settled;
    }

    private void publish(Connection connection, List<Facts.New> facts) throws SQLException {
        Facts.insert(connection, facts);
        if (config.publish()) {
            outbox.append(connection, facts.stream().map(Facts.New::message).toList());
        }
    }

    private static Outcome settle(Arrival arrival, Map<DedupeKey, Holder> held, List<Facts.New> facts) {
        return switch (arrival) {
            case Dead _ -> new Outcome.Buried();
            case Valid valid -> {
                DedupeKey key = key(valid);
                Holder holder = key == null ? null : held.get(key);
                if (holder == null || holder.eventId().equals(valid.eventId())) {
                    Facts.New fact = Facts.New.of(valid);
                    facts.add(fact);
                    yield new Outcome.Processed(fact.id());
                }
                yield holder.payloadSha256().equals(valid.payloadSha256())
                        ? new Outcome.Duplicate(holder.eventId())
                        : new Outcome.Conflict(holder.eventId());
            }
        };
    }

    private static Map<DedupeKey, Holder> firstOfEachKey(List<? extends Arrival> arrivals) {
        Map<DedupeKey, Holder> first = new LinkedHashMap<>();
        for (Arrival arrival : arrivals) {
            if (arrival instanceof Valid valid) {
                DedupeKey key = key(valid);
                if (key != null) {
                    first.putIfAbsent(key, new Holder(valid.eventId(), valid.payloadSha256()));
                }
            }
        }
        return first;
    }

    /** The dedupe key; null without a client's id, when the event's own id is key enough. */
    private static @Nullable DedupeKey key(Valid valid) {
        String clientMessageId = valid.origin().clientMessageId();
        return clientMessageId == null
                ? null
                : new DedupeKey(
                        valid.tenant(), valid.environment(), valid.origin().source(), clientMessageId);
    }
}
