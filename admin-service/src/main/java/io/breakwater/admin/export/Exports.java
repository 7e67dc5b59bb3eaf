package io.breakwater.admin.export;

import io.breakwater.admin.audit.AuditEntry;
import io.breakwater.admin.audit.AuditLog;
import io.breakwater.admin.job.Job;
import io.breakwater.admin.job.JobEnd;
import io.breakwater.admin.job.JobKind;
import io.breakwater.admin.job.Jobs;
import io.breakwater.admin.job.Subject;
import io.breakwater.admin.paging.Page;
import io.breakwater.admin.paging.PageRequest;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Takes exports in, shows them, gives their archives out, and clears up after them. */
@ApplicationScoped
class Exports implements JobEnd {

    private final Jobs jobs;
    private final Archives archives;
    private final AuditLog audit;

    Exports(Jobs jobs, Archives archives, AuditLog audit) {
        this.jobs = jobs;
        this.archives = archives;
        this.audit = audit;
    }

    /** Takes an export in; the one that is under way when there is one of the same subject. */
    Export ask(ExportRequest request, Identity administrator, String requestId) {
        Subject subject = Subject.of(request.tenantId(), request.participantId());
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("participant_sha256", subject.participantSha256());
        return view(audit.record(
                new AuditEntry(administrator, "export.request", subject.tenant(), requestId, detail),
                () -> jobs.ask(JobKind.EXPORT, subject, null, administrator.subject())
                        .job()));
    }

    /**
     * An export.
     *
     * @throws ProblemException {@code NOT_FOUND}
     */
    Export get(UUID id) {
        return view(jobs.get(JobKind.EXPORT, id));
    }

    Page<Export> list(@Nullable UUID tenant, PageRequest page) {
        return jobs.list(JobKind.EXPORT, tenant, page, this::view);
    }

    @Override
    public JobKind kind() {
        return JobKind.EXPORT;
    }

    @Override
    public void ended(Job job) {
        archives.dropIncomplete(job.id());
    }

    private Export view(Job job) {
        return Export.from(job, archives.of(job.id()));
    }

    /**
     * Makes sure that an archive can be fetched, and takes down who fetches it.
     *
     * @throws ProblemException {@code NOT_FOUND} when there is none, not yet, or not any more
     */
    void open(UUID id, String service, Identity administrator, String requestId) {
        Job job = jobs.get(JobKind.EXPORT, id);
        if (!archives.of(id).containsKey(service)) {
            throw ProblemException.of(ErrorCode.NOT_FOUND).internally("no archive of " + id);
        }
        audit.record(
                new AuditEntry(
                        administrator,
                        "export.fetch",
                        job.subject().tenant(),
                        requestId,
                        Map.of("export", id, "service", service)),
                () -> id);
    }

    /** Writes the lines of an archive, chunk by chunk. One that is erased meanwhile breaks off. */
    void write(UUID id, String service, OutputStream out) throws IOException {
        try (InputStream lines = new GZIPInputStream(new ArchiveInput(archives, id, service))) {
            lines.transferTo(out);
        }
    }
}
