package io.breakwater.admin.erasure;

import io.breakwater.admin.job.Job;
import io.breakwater.admin.job.JobKind;
import io.breakwater.admin.job.JobStep;
import io.breakwater.admin.job.Lease;
import io.breakwater.admin.job.StepOutcome;
import io.breakwater.admin.job.Subject;
import io.breakwater.admin.peer.Peers;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** Erases events, facts, stream entries and all else that ingest-service holds; asked again until it is done. */
@ApplicationScoped
class IngestErasure implements JobStep {

    /** The fact under which the state of Redis' file is kept. */
    static final String FILE = "append_only_file";

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Peers peers;
    private final IngestErasureApi api;

    IngestErasure(Peers peers, @RestClient IngestErasureApi api) {
        this.peers = peers;
        this.api = api;
    }

    @Override
    public JobKind kind() {
        return JobKind.ERASURE;
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
        Subject subject = job.subject();
        var order = new IngestErasureApi.Order(
                job.id(),
                subject.tenant(),
                subject.participant(),
                subject.participant() == null ? subject.participantSha256() : null,
                job.requestedAt());
        var progress = peers.ingest().once(IngestErasureApi.Progress.class, () -> api.erase(job.requestedBy(), order));
        Map<String, Object> facts = facts(progress.appendOnlyFile());
        return progress.state().equals("done")
                ? new StepOutcome.Done(progress.counts(), facts)
                : new StepOutcome.Unfinished(
                        progress.counts(),
                        facts,
                        progress.waitsFor(),
                        progress.waitsFor() == null ? Duration.ZERO : PAUSE);
    }

    private static Map<String, Object> facts(IngestErasureApi.Progress.@Nullable AppendOnlyFile file) {
        if (file == null) {
            return Map.of();
        }
        Map<String, @Nullable Object> state = new LinkedHashMap<>();
        state.put("state", file.state());
        state.put("rewritten_at", file.rewrittenAt());
        return Map.of(FILE, state);
    }
}
