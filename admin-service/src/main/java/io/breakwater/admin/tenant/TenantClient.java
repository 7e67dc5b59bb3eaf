package io.breakwater.admin.tenant;

import io.breakwater.admin.peer.Peer;
import io.breakwater.admin.peer.Peers;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Reads and changes tenants at auth-service. Blocking; safe from any thread; {@code SERVICE_UNAVAILABLE} while it is away. */
@ApplicationScoped
public class TenantClient {

    private final Peer auth;
    private final TenantApi api;

    TenantClient(Peers peers, @RestClient TenantApi api) {
        this.auth = peers.auth();
        this.api = api;
    }

    /**
     * @throws ProblemException {@code INVALID_PARAMETER} or {@code INVALID_CURSOR}
     */
    TenantPage list(TenantQuery query) {
        return auth.repeatable(
                TenantPage.class,
                () -> api.list(
                        query.text(),
                        query.status(),
                        query.plan(),
                        query.createdFrom(),
                        query.createdTo(),
                        query.limit(),
                        query.cursor(),
                        query.page()));
    }

    /**
     * @throws ProblemException {@code NOT_FOUND}
     */
    public TenantDetail get(UUID id) {
        return auth.repeatable(TenantDetail.class, () -> api.get(id));
    }

    /**
     * @throws ProblemException {@code NOT_FOUND}; {@code VALIDATION_ERROR} for a plan that there is not
     */
    Tenant change(UUID id, UUID administrator, TenantChange change) {
        return auth.once(Tenant.class, () -> api.change(id, administrator, change));
    }
}
