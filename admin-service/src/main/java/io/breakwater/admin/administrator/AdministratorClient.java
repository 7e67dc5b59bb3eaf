package io.breakwater.admin.administrator;

import io.breakwater.admin.peer.Peer;
import io.breakwater.admin.peer.Peers;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** Manages administrators at auth-service. Blocking; safe from any thread; {@code SERVICE_UNAVAILABLE} while it is away. */
@ApplicationScoped
class AdministratorClient {

    private final Peer auth;
    private final AdministratorApi api;

    AdministratorClient(Peers peers, @RestClient AdministratorApi api) {
        this.auth = peers.auth();
        this.api = api;
    }

    /**
     * @throws ProblemException {@code INVALID_PARAMETER} or {@code INVALID_CURSOR}
     */
    AdministratorPage list(@Nullable String limit, @Nullable String cursor) {
        return auth.repeatable(AdministratorPage.class, () -> api.list(limit, cursor));
    }

    /**
     * @throws ProblemException {@code NOT_FOUND}
     */
    Administrator get(UUID id) {
        return auth.repeatable(Administrator.class, () -> api.get(id));
    }

    /**
     * @throws ProblemException {@code VALIDATION_ERROR}; {@code CONFLICT} when the address is taken
     */
    Administrator create(UUID actor, AdministratorRequest request) {
        Map<String, String> body = Map.of("email", request.email(), "password", request.password());
        return auth.once(Administrator.class, () -> api.create(actor, body));
    }

    /**
     * @throws ProblemException {@code NOT_FOUND}; {@code VALIDATION_ERROR}
     */
    Administrator change(UUID id, UUID actor, AdministratorChange change) {
        Map<String, String> body = new HashMap<>();
        put(body, "password", change.password());
        put(body, "name", change.name());
        return auth.once(Administrator.class, () -> api.change(id, actor, body));
    }

    private static void put(Map<String, String> body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    /**
     * @throws ProblemException {@code NOT_FOUND}; {@code CONFLICT} for the last one
     */
    Administrator remove(UUID id, UUID actor) {
        return auth.once(Administrator.class, () -> api.remove(id, actor));
    }
}
