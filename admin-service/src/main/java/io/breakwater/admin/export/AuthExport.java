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

/** What auth-service holds of a tenant; it knows no participants. */
@ApplicationScoped
class AuthExport implements JobStep {

    private final Peers peers;
    private final AuthExportApi api;
    private final ArchiveWriter writer;

    AuthExport(Peers peers, @RestClient AuthExportApi api, ArchiveWriter writer) {
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
        return writer.write(job, service(), lease, out -> {
            try (InputStream lines =
                    peers.auth().once(InputStream.class, () -> api.export(ExportOrder.of(job.subject())))) {
                lines.transferTo(out);
            }
        });
    }
}
