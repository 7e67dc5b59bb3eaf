package io.breakwater.ingest.event;

import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Whether the sender may have one more event, by the quotas of its tenant. Thread-safe. */
public interface Admission {

    /** Whose events of which UTC day. */
    record TenantDay(UUID tenant, Environment environment, LocalDate day) {}

    /**
     * Charges events of some participants, in this order, in one question. Never blocks.
     *
     * @return for each the day that it is charged to; it fails with {@link io.breakwater.common.problem.ProblemException}
     *     {@code QUOTA_EXCEEDED}, or {@link io.breakwater.ingest.stream.StreamUnavailableException} when it cannot be counted
     */
    List<Future<TenantDay>> charge(Identity sender, List<String> participantIds);

    /** Charges one event. */
    default Uni<TenantDay> admit(Identity sender, String participantId) {
        return Uni.createFrom()
                .completionStage(
                        () -> charge(sender, List.of(participantId)).getFirst().toCompletionStage());
    }

    /** Takes back the charge of an event that is certainly not stored. Never blocks; a failure is logged. */
    void release(TenantDay charged);

    /** Says that events of those days were refunded in a transaction that is committed. Never blocks. */
    void refunded(Collection<TenantDay> days);
}
