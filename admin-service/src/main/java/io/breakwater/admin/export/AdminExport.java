package io.breakwater.admin.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.admin.job.Job;
import io.breakwater.admin.job.JobKind;
import io.breakwater.admin.job.JobStep;
import io.breakwater.admin.job.Lease;
import io.breakwater.admin.job.StepOutcome;
import io.breakwater.admin.job.Subject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What this service holds of a tenant; of a participant it holds nothing but the jobs about it. */
@ApplicationScoped
class AdminExport implements JobStep {

    private final Instance<TenantRecords> records;
    private final ExportedJobs exportedJobs;
    private final ArchiveWriter writer;
    private final ObjectMapper json;

    AdminExport(
            @Any Instance<TenantRecords> records, ExportedJobs exportedJobs, ArchiveWriter writer, ObjectMapper json) {
        this.records = records;
        this.exportedJobs = exportedJobs;
        this.writer = writer;
        this.json = json;
    }

    @Override
    public JobKind kind() {
        return JobKind.EXPORT;
    }

    @Override
    public String service() {
        return "admin-service";
    }

    @Override
    public int ordinal() {
        return 3;
    }

    @Override
    public boolean concerns(Subject subject) {
        return true;
    }

    @Override
    public StepOutcome run(Job job, Lease lease) {
        return writer.write(job, service(), lease, out -> write(job.subject(), out));
    }

    private void write(Subject subject, OutputStream out) throws IOException {
        SortedMap<String, Long> counts = new TreeMap<>();
        try {
            counts.put("job", 0L);
            exportedJobs.tell(subject, record -> line(out, "job", record, counts));
            if (subject.isTenant()) {
                for (TenantRecords kept : records) {
                    counts.put(kept.kind(), 0L);
                    kept.tell(subject.tenant(), record -> line(out, kept.kind(), record, counts));
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        write(out, Map.of("kind", "end", "counts", counts));
    }

    private void line(OutputStream out, String kind, JsonNode data, SortedMap<String, Long> counts) {
        try {
            write(out, Map.of("kind", kind, "data", data));
            counts.merge(kind, 1L, Long::sum);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(OutputStream out, Map<String, ?> line) throws IOException {
        out.write(json.writeValueAsBytes(line));
        out.write('\n');
    }
}
