package io.breakwater.admin.export;

import io.breakwater.admin.job.Job;
import io.breakwater.admin.job.JobKind;
import io.breakwater.admin.job.JobStep;
import io.breakwater.admin.job.Lease;
import io.breakwater.admin.job.StepOutcome;
import io.breakwater.admin.job.Subject;
import io.breakwater.admin.peer.Peers;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** What ingest-service holds of a tenant or participant. */
@ApplicationScoped
class IngestExport implements JobStep {

    private final Peers peers;
    private final IngestExportApi api;
    private final ArchiveWriter writer;

    IngestExport(Peers peers, @RestClient IngestExportApi api, ArchiveWriter writer) {
        this.peers = peers;
        this.api = api;
        this.writer = writer;
    }

    @Override
    public JobKind kind() {
        return JobKind.EXPORT;
    }

    @Override
    public String service() {
        return "ingest-service";
    }

    @Override
    public int ordinal() {
        return 2;
    }

    @Override
    public boolean concerns(Subject subject) {
        return true;
    }

    @Override
    public StepOutcome run(Job job, Lease lease) {
        return writer.write(job, service(), lease, out -> {
            try (InputStream lines =
                    peers.ingest().once(InputStream.class, () -> api.export(ExportOrder.of(job.subject())))) {
                lines.transferTo(out);
            }
        });
    }
}
