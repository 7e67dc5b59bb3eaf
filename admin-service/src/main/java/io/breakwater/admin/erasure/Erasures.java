package io.breakwater.admin.erasure;

import io.breakwater.admin.audit.AuditEntry;
import io.breakwater.admin.audit.AuditLog;
import io.breakwater.admin.job.Job;
import io.breakwater.admin.job.JobEnd;
import io.breakwater.admin.job.JobKind;
import io.breakwater.admin.job.JobState;
import io.breakwater.admin.job.Jobs;
import io.breakwater.admin.job.Subject;
import io.breakwater.admin.ledger.ErasureLedger;
import io.breakwater.admin.ledger.LedgerConfig;
import io.breakwater.admin.paging.Page;
import io.breakwater.admin.paging.PageRequest;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
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
    private final AuditLog audit;
    private final LedgerConfig config;

    Erasures(Jobs jobs, ErasureLedger ledger, AuditLog audit, LedgerConfig config) {
        this.jobs = jobs;
        this.ledger = ledger;
        this.audit = audit;
        this.config = config;
    }

    /** Takes an erasure in; the one that is under way when there is one of the same subject. */
    Erasure ask(ErasureRequest request, Identity administrator, String requestId) {
        Subject subject = Subject.of(request.tenantId(), request.participantId());
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("participant_sha256", subject.participantSha256());
        detail.put("reason", request.reason().strip());
        Jobs.Accepted accepted = audit.record(
                new AuditEntry(administrator, "erasure.request", subject.tenant(), requestId, detail),
                () -> QuarkusTransaction.joiningExisting().call(() -> {
                    Jobs.Accepted job =
                            jobs.ask(JobKind.ERASURE, subject, request.reason().strip(), administrator.subject());
                    if (job.isNew()) {
                        ledger.enter(job.job());
                    }
                    return job;
                }));
        return view(accepted.job());
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
        } else {
            LOG.errorf("The erasure %s of %s was given up: it is not done", job.id(), job.subject());
        }
    }
}
