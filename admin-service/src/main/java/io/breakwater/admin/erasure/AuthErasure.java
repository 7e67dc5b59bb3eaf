package io.breakwater.admin.erasure;

import io.breakwater.admin.job.Job;
import io.breakwater.admin.job.JobKind;
import io.breakwater.admin.job.JobStep;
import io.breakwater.admin.job.Lease;
import io.breakwater.admin.job.StepOutcome;
import io.breakwater.admin.job.Subject;
import io.breakwater.admin.peer.Peers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Erases a tenant's people, keys and sessions: first, so that nothing more comes in. auth-service knows no participants. */
@ApplicationScoped
class AuthErasure implements JobStep {

    private final Peers peers;
    private final AuthErasureApi api;

    AuthErasure(Peers peers, @RestClient AuthErasureApi api) {
        this.peers = peers;
        this.api = api;
    }

    @Override
    public JobKind kind() {
        return JobKind.ERASURE;
    }

    @Override
    public String service() {
        return "auth-service";
    }

    @Override
    public int ordinal() {
        return 1;
    }

    @Override
    public boolean concerns(Subject subject) {
        return subject.isTenant();
    }

    @Override
    public StepOutcome run(Job job, Lease lease) {
        var erased = peers.auth()
                .once(
                        AuthErasureApi.Erased.class,
                        () -> api.erase(job.subject().tenant(), job.requestedBy(), job.id()));
        return new StepOutcome.Done(erased.counts(), Map.of());
    }
}
