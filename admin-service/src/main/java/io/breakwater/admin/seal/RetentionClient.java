package io.breakwater.admin.seal;

import io.breakwater.admin.chain.Entry;
import io.breakwater.admin.peer.Peer;
import io.breakwater.admin.peer.Peers;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Asks for how long entries are kept. Blocking; safe from any thread. */
@ApplicationScoped
class RetentionClient {

    private final Peer auth;
    private final RetentionApi api;
    private final SealConfig config;

    RetentionClient(Peers peers, @RestClient RetentionApi api, SealConfig config) {
        this.auth = peers.auth();
        this.api = api;
        this.config = config;
    }

    /**
     * For how many days a chain's entries are kept.
     *
     * @throws ProblemException {@code SERVICE_UNAVAILABLE} while auth-service is away
     */
    int days(String chain) {
        if (chain.equals(Entry.PLATFORM)) {
            return config.platformRetentionDays();
        }
        try {
            String plan = auth.repeatable(RetentionApi.TenantPlan.class, () -> api.tenant(chain))
                    .plan();
            return auth.repeatable(RetentionApi.PlanRetention.class, () -> api.plan(plan))
                    .auditRetentionDays();
        } catch (ProblemException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return config.formerTenantRetentionDays();
            }
            throw e;
        }
    }
}
