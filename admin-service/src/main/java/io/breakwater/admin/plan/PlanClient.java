package io.breakwater.admin.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.admin.peer.Peer;
import io.breakwater.admin.peer.Peers;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Reads and changes plans at auth-service. Blocking; safe from any thread; {@code SERVICE_UNAVAILABLE} while it is away. */
@ApplicationScoped
public class PlanClient {

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

    private final Peer auth;
    private final PlanApi api;

    PlanClient(Peers peers, @RestClient PlanApi api) {
        this.auth = peers.auth();
        this.api = api;
    }

    /** All plans. */
    public PlanPage list() {
        return auth.repeatable(PlanPage.class, api::list);
    }

    /**
     * @throws ProblemException {@code NOT_FOUND}
     */
    public Plan get(String id) {
        requireId(id);
        return auth.repeatable(Plan.class, () -> api.get(id));
    }

    /**
     * @throws ProblemException {@code NOT_FOUND}; {@code VALIDATION_ERROR} for a limit out of bounds
     */
    Plan change(String id, UUID administrator, ObjectNode change) {
        requireId(id);
        return auth.once(Plan.class, () -> api.change(id, administrator, change));
    }

    /** What is no id goes no further: nothing of a path is put into another's. */
    private static void requireId(String id) {
        if (!ID.matcher(id).matches()) {
            throw ProblemException.of(ErrorCode.NOT_FOUND).internally("no plan has such an id");
        }
    }
}
