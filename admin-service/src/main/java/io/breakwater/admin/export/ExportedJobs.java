package io.breakwater.admin.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.admin.job.Job;
import io.breakwater.admin.job.JobKind;
import io.breakwater.admin.job.Jobs;
import io.breakwater.admin.job.Subject;
import io.breakwater.admin.paging.Page;
import io.breakwater.admin.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The erasures and exports about a subject, as an export tells of them. */
@ApplicationScoped
class ExportedJobs {

    private static final String PAGE = "100";

    private final Jobs jobs;
    private final ObjectMapper json;

    ExportedJobs(Jobs jobs, ObjectMapper json) {
        this.jobs = jobs;
        this.json = json;
    }

    /** All jobs of a tenant; of a participant, those about it alone. */
    void tell(Subject subject, Consumer<JsonNode> record) {
        for (JobKind kind : JobKind.values()) {
            @Nullable String cursor = null;
            do {
                Page<Job> page = jobs.list(kind, subject.tenant(), PageRequest.of(PAGE, cursor), job -> job);
                page.data().stream()
                        .filter(job -> subject.isTenant()
                                || Objects.equals(job.subject().participantSha256(), subject.participantSha256()))
                        .map(this::read)
                        .forEach(record);
                cursor = page.pagination().nextCursor();
            } while (cursor != null);
        }
    }

    private JsonNode read(Job job) {
        return json.createObjectNode()
                .put("id", job.id().toString())
                .put("kind", job.kind().name().toLowerCase(Locale.ROOT))
                .put("state", job.state().wireName())
                .put("participant_sha256", job.subject().participantSha256())
                .put("requested_at", job.requestedAt().toString())
                .put("finished_at", Objects.toString(job.finishedAt(), null));
    }
}
