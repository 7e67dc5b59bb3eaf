package io.breakwater.ingest.fact;

import io.breakwater.ingest.fact.Arrival.Dead;
import io.breakwater.ingest.fact.Arrival.Valid;
import io.breakwater.ingest.fact.DedupeKeys.DedupeKey;
import io.breakwater.ingest.fact.DedupeKeys.Holder;
import io.breakwater.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Brings arrivals to their terminal states, in the caller's transaction: dedupe keys, events, facts, messages and counts,
 * a few statements for any number of arrivals. Thread-safe.
 */
@ApplicationScoped
public class Effects {

    private final Outbox outbox;

    public Effects(Outbox outbox) {
        this.outbox = outbox;
    }

    /**
     * Settles arrivals in their order. An arrival whose event is already stored is passed over: it has had its effects.
     *
     * @return the others, with what became of them
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
        Map<DedupeKey, Holder> held = DedupeKeys.claim(connection, firstOfEachKey(fresh));
        List<Settled> settled = new ArrayList<>(fresh.size());
        List<Facts.New> facts = new ArrayList<>();
        for (Arrival arrival : fresh) {
            settled.add(new Settled(arrival, settle(arrival, held, facts)));
        }
        EventRows.insert(connection, settled);
        Facts.insert(connection, facts);
        outbox.append(connection, facts.stream().map(Facts.New::message).toList());
        Ledger.add(connection, settled);
        return settled;
    }

    /** To be called after the commit: has what was left to be published go out at once. */
    public void committed() {
        outbox.wake();
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

    private static Map<DedupeKey, Holder> firstOfEachKey(List<Arrival> arrivals) {
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
