package io.breakwater.admin.erasure;

import io.breakwater.admin.audit.AuditTrail;
import io.breakwater.admin.job.Job;
import io.breakwater.admin.job.JobEnd;
import io.breakwater.admin.job.JobKind;
import io.breakwater.admin.job.JobState;
import io.breakwater.admin.job.Jobs;
import io.breakwater.admin.job.Subject;
import io.breakwater.admin.ledger.ErasureLedger;
import io.breakwater.admin.ledger.LedgerConfig;
import io.breakwater.admin.notice.NoticeType;
import io.breakwater.admin.notice.Notices;
import io.breakwater.admin.paging.Page;
import io.breakwater.admin.paging.PageRequest;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes erasures in, enters them in the ledger, and shows them. */
@ApplicationScoped
class Erasures implements JobEnd {

    private static final Logger LOG = Logger.getLogger(Erasures.class);

    private final Jobs jobs;
    private final ErasureLedger ledger;
    private final AuditTrail audit;
    private final Notices notices;
    private final LedgerConfig config;

    Erasures(Jobs jobs, ErasureLedger ledger, AuditTrail audit, Notices notices, LedgerConfig config) {
        this.jobs = jobs;
        this.ledger = ledger;
        this.audit = audit;
        this.notices = notices;
        this.config = config;
    }

    /** Takes an erasure in; the one that is under way when that does for it. */
    Erasure ask(ErasureRequest request, Identity administrator) {
        Subject subject = Subject.of(request.tenantId(), request.participantId());
        String reason = request.reason().strip();
        Jobs.Accepted accepted = QuarkusTransaction.joiningExisting().call(() -> {
            Jobs.Accepted asked = jobs.ask(JobKind.ERASURE, subject, reason, administrator.subject());
            ledger.enter(asked.job());
            // The reason goes with the administrator's key, in case it names someone after all.
            audit.record(event("erasure.requested", asked.job())
                    .byPlatform(administrator.subject())
                    .with("joined", !asked.isNew())
                    .personal("reason", reason));
            return asked;
        });
        return view(accepted.job());
    }

    /** A participant's is in the tenant's trail; a tenant's in the platform's, as its own goes. */
    private static AuditEvent event(String action, Job job) {
        Subject subject = job.subject();
        return AuditEvent.of(action)
                .in(subject.isTenant() ? null : subject.tenant())
                .on("erasure", job.id())
                .with("tenant_id", subject.tenant())
                .with("participant_sha256", subject.participantSha256());
    }

    /**
     * An erasure.
     *
     * @throws ProblemException {@code NOT_FOUND}
     */
    Erasure get(UUID id) {
        return view(jobs.get(JobKind.ERASURE, id));
    }

    Page<Erasure> list(@Nullable UUID tenant, PageRequest page) {
        return jobs.list(JobKind.ERASURE, tenant, page, this::view);
    }

    private Erasure view(Job job) {
        return Erasure.from(job, config.backupRetention());
    }

    @Override
    public JobKind kind() {
        return JobKind.ERASURE;
    }

    @Override
    public void ended(Job job) {
        if (job.state() == JobState.DONE) {
            ledger.complete(job);
            audit.record(event("erasure.done", job).bySystem().with("replays", job.replays()));
        } else {
            LOG.errorf("The erasure %s of %s was given up: it is not done", job.id(), job.subject());
            audit.record(event("erasure.done", job).bySystem().failed("given_up"));
            notices.raise(NoticeType.ERASURE_FAILED, null, Map.of("erasure_id", job.id()));
        }
    }
}
