package io.breakwater.ingest.event;

import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.breakwater.ingest.event.Admission.TenantDay;
import io.breakwater.ingest.stream.EventId;
import io.breakwater.ingest.stream.EventStream;
import io.breakwater.ingest.stream.NewEntry;
import io.breakwater.ingest.stream.Partitions;
import io.breakwater.ingest.stream.StreamEntry;
import io.breakwater.ingest.stream.StreamUnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts valid events into the log and names them. Never blocks. */
@ApplicationScoped
public class Intake {

    private static final long NONCE_MASK = (1L << EventId.NONCE_BITS) - 1;

    private final EventStream stream;
    private final EventReader events;
    private final IngestMetrics metrics;
    private final Admission admission;
    private final Acknowledgements acknowledgements;
    private final SecureRandom random = new SecureRandom();

    Intake(
            EventStream stream,
            EventReader events,
            IngestMetrics metrics,
            Admission admission,
            Acknowledgements acknowledgements) {
        this.stream = stream;
        this.events = events;
        this.metrics = metrics;
        this.admission = admission;
        this.acknowledgements = acknowledgements;
    }

    /**
     * An event that is to be appended.
     *
     * @param messageId the client's dedupe key; null when it gave none
     */
    record Incoming(EventContent content, @Nullable String messageId) {}

    /**
     * Appends events of {@code /ingest/events}, in their order, for whoever is on the event loop.
     *
     * @return for each the same as {@link #accept}
     */
    List<Future<AcceptedEvent>> append(Identity sender, List<Incoming> incoming, String requestId) {
        return append(sender, StreamEntry.DEFAULT_SOURCE, incoming, requestId);
    }

    /**
     * Appends one event.
     *
     * @param source 1 to 255 characters; part of the dedupe key
     * @return fails with {@link StreamUnavailableException} when the log did not confirm it, and with {@link
     *     io.breakwater.common.problem.ProblemException} {@code QUOTA_EXCEEDED}
     */
    public Uni<AcceptedEvent> accept(
            Identity sender, String source, EventContent content, @Nullable String clientMessageId, String requestId) {
        List<Incoming> incoming = List.of(new Incoming(content, clientMessageId));
        return OnCaller.uni(() -> append(sender, source, incoming, requestId).getFirst());
    }

    private List<Future<AcceptedEvent>> append(
            Identity sender, String source, List<Incoming> incoming, String requestId) {
        List<Future<TenantDay>> charged = admission.charge(
                sender,
                incoming.stream().map(event -> event.content().participantId()).toList());
        List<Future<AcceptedEvent>> appended = new ArrayList<>(incoming.size());
        for (int i = 0; i < incoming.size(); i++) {
            Incoming event = incoming.get(i);
            appended.add(charged.get(i).compose(_ -> append(sender, source, event, requestId)));
        }
        return appended;
    }

    private Future<AcceptedEvent> append(Identity sender, String source, Incoming event, String requestId) {
        UUID tenant = sender.requireTenant();
        Environment environment = sender.environment();
        EventContent content = event.content();
        NewEntry entry = new NewEntry(
                tenant,
                environment,
                sender.subject(),
                source,
                event.messageId(),
                nonce(),
                events.writePayload(content),
                null,
                requestId);
        return append(Partitions.of(tenant, environment, content.participantId()), entry);
    }

    /**
     * Appends an item that is no event, to be kept as a dead letter.
     *
     * @param source 1 to 255 characters
     * @return fails with {@link io.breakwater.ingest.stream.StreamUnavailableException} when the log did not confirm it
     */
    public Uni<AcceptedEvent> bury(Identity sender, String source, Rejected rejected, String requestId) {
        UUID tenant = sender.requireTenant();
        Environment environment = sender.environment();
        // Whose it is may be what is wrong with it; dead letters have no order among each other.
        int partition = Partitions.of(tenant, environment, requestId);
        NewEntry entry = new NewEntry(
                tenant,
                environment,
                sender.subject(),
                source,
                rejected.messageId(),
                nonce(),
                rejected.item(),
                events.writeReason(rejected.reason()),
                requestId);
        return OnCaller.uni(() -> append(partition, entry));
    }

    private long nonce() {
        return random.nextLong() & NONCE_MASK;
    }

    private Future<AcceptedEvent> append(int partition, NewEntry entry) {
        return stream.append(partition, entry)
                .map(position -> new AcceptedEvent(
                        true,
                        position.toString(),
                        new EventId(partition, position, entry.nonce()).encode(),
                        entry.clientMessageId(),
                        stream.durability()))
                .onSuccess(accepted -> {
                    metrics.accepted(accepted.durability());
                    acknowledgements.add(entry.tenant(), entry.environment(), EventId.acceptedAt(accepted.eventId()));
                })
                .onFailure(failure -> metrics.unavailable());
    }
}
