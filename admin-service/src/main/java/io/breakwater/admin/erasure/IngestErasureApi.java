package io.breakwater.admin.erasure;

import io.breakwater.admin.peer.IngestHeaders;
import io.breakwater.admin.peer.PeerFaults;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** ingest-service's internal route for erasures, as it is spelled. */
@RegisterRestClient(configKey = "ingest-service-jobs")
@RegisterClientHeaders(IngestHeaders.class)
@RegisterProvider(PeerFaults.class)
@Path("/internal/erasures")
interface IngestErasureApi {

    @POST
    Progress erase(@QueryParam("actor") @Nullable UUID actor, Order order);

    /** Whom to erase: by id, or by hash where that is all that is left; by neither the whole tenant. */
    record Order(
            UUID erasureId,
            UUID tenantId,
            @Nullable String participantId,
            @Nullable String participantSha256,
            Instant requestedAt) {

        /** Without the participant. */
        @Override
        public String toString() {
            return "Order[" + erasureId + "]";
        }
    }

    /**
     * How far it is.
     *
     * @param state {@code done} or {@code running}
     * @param waitsFor {@code stream} or {@code append_only_file}; null for nothing
     */
    record Progress(
            String state,
            Map<String, Long> counts,
            @Nullable AppendOnlyFile appendOnlyFile,
            @Nullable String waitsFor) {

        /** As {@link Erasure.AppendOnlyFile}. */
        record AppendOnlyFile(String state, @Nullable Instant rewrittenAt) {}
    }
}
