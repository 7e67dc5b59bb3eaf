package io.breakwater.ingest.event;

import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.breakwater.ingest.stream.EventId;
import io.breakwater.ingest.stream.EventStream;
import io.breakwater.ingest.stream.NewEntry;
import io.breakwater.ingest.stream.Partitions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts valid events into the log and names them. Never blocks. */
@ApplicationScoped
class Intake {

    private static final long NONCE_MASK = (1L << EventId.NONCE_BITS) - 1;

    private final EventStream stream;
    private final EventReader events;
    private final IngestMetrics metrics;
    private final SecureRandom random = new SecureRandom();

    Intake(EventStream stream, EventReader events, IngestMetrics metrics) {
        this.stream = stream;
        this.events = events;
        this.metrics = metrics;
    }

    /**
     * Appends one event.
     *
     * @return fails with {@link io.breakwater.ingest.stream.StreamUnavailableException} when the log did not confirm it
     */
    Uni<AcceptedEvent> accept(
            Identity sender, EventContent content, @Nullable String clientMessageId, String requestId) {
        UUID tenant = sender.requireTenant();
        Environment environment = sender.environment();
        int partition = Partitions.of(tenant, environment, content.participantId());
        long nonce = random.nextLong() & NONCE_MASK;
        NewEntry entry = new NewEntry(
                tenant, environment, sender.subject(), clientMessageId, nonce, events.writePayload(content), requestId);
        return stream.append(partition, entry)
                .map(position -> new AcceptedEvent(
                        true,
                        position.toString(),
                        new EventId(partition, position, nonce).encode(),
                        clientMessageId,
                        stream.durability()))
                .onItem()
                .invoke(accepted -> metrics.accepted(accepted.durability()))
                .onFailure()
                .invoke(metrics::unavailable);
    }
}
