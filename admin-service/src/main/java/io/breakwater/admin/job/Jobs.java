package io.breakwater.admin.job;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.admin.paging.Page;
import io.breakwater.admin.paging.PageRequest;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes jobs in and shows them. Methods join the caller's transaction or open one. */
@ApplicationScoped
@Transactional
public class Jobs {

    private final JobTable table;
    private final Instance<JobStep> steps;
    private final JobConfig config;
    private final Clock clock;

    Jobs(JobTable table, @Any Instance<JobStep> steps, JobConfig config, Clock clock) {
        this.table = table;
        this.steps = steps;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A job that was asked for.
     *
     * @param isNew false when one about the same subject was open already and does for this, too: it is that one, which
     *     may reach up to a later time now
     */
    public record Accepted(Job job, boolean isNew) {}

    /**
     * Takes a job in, unless one of the kind about the same subject is open that does for it. The erasure of a participant
     * reaches up to the time it was asked for: one that has not begun is made to reach further, behind one that has another
     * one waits.
     *
     * @param reason kept until the job ends; null for none
     */
    public Accepted ask(JobKind kind, Subject subject, @Nullable String reason, UUID administrator) {
        Instant now = clock.instant();
        Job job = job(kind, subject, administrator, now, null, now);
        if (insert(job, reason, null)) {
            return new Accepted(get(kind, job.id()), true);
        }
        // One that ended between the two statements is not found: then this is the one that may be added.
        Optional<Job> open = table.lockOpen(kind, subject);
        return open.map(found -> join(found, job, reason)).orElseGet(() -> ask(kind, subject, reason, administrator));
    }

    private Accepted join(Job open, Job asked, @Nullable String reason) {
        boolean reachesUpToRequest =
                asked.kind() == JobKind.ERASURE && !asked.subject().isTenant();
        if (!reachesUpToRequest || !open.requestedAt().isBefore(asked.requestedAt())) {
            return new Accepted(open, false);
        }
        if (open.state() == JobState.QUEUED) {
            return reach(open, asked);
        }
        if (insert(asked, reason, open.id())) {
            return new Accepted(get(asked.kind(), asked.id()), true);
        }
        return reach(table.following(open.id()).orElseThrow(), asked);
    }

    private Accepted reach(Job waiting, Job asked) {
        table.reach(waiting.id(), asked.requestedAt());
        return new Accepted(get(waiting.kind(), waiting.id()), false);
    }

    private boolean insert(Job job, @Nullable String reason, @Nullable UUID follows) {
        Instant giveUpAt = clock.instant().plus(config.giveUpAfter());
        return table.insert(job, reason, giveUpAt, stepsOf(job.kind(), job.subject()), follows);
    }

    /**
     * Does an erasure again of which only the hash is left; does nothing while a replay of it is open.
     *
     * @param entry the entry of the ledger
     * @param requestedAt up to when it reaches
     * @return whether it was not open
     */
    public boolean replay(UUID entry, Subject subject, Instant requestedAt) {
        Instant now = clock.instant();
        Job job = job(JobKind.ERASURE, subject, null, requestedAt, entry, now);
        return insert(job, null, null);
    }

    private static Job job(
            JobKind kind,
            Subject subject,
            @Nullable UUID administrator,
            Instant requestedAt,
            @Nullable UUID replays,
            Instant nextTryAt) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        return new Job(
                id, kind, subject, administrator, requestedAt, replays, JobState.QUEUED, nextTryAt, null, List.of());
    }

    /** How many replays have not ended. */
    public long openReplays() {
        return table.openReplays();
    }

    /**
     * A job.
     *
     * @throws ProblemException {@code NOT_FOUND} when there is none of that kind
     */
    public Job get(JobKind kind, UUID id) {
        return table.find(id)
                .filter(job -> job.kind() == kind)
                .orElseThrow(() -> ProblemException.of(ErrorCode.NOT_FOUND).internally("no job " + id));
    }

    /** A page of jobs, newest first; of one tenant, or of all for null. */
    public <V> Page<V> list(JobKind kind, @Nullable UUID tenant, PageRequest page, Function<Job, V> view) {
        return page.page(table.list(kind, tenant, page), Job::id, view);
    }

    /** Gives up what is open and holds data of a subject: jobs about it, and about the whole tenant. */
    public int giveUp(JobKind kind, Subject subject) {
        return table.giveUp(kind, subject, clock.instant());
    }

    private List<JobStep> stepsOf(JobKind kind, Subject subject) {
        return steps.stream()
                .filter(step -> step.kind() == kind && step.concerns(subject))
                .sorted(Comparator.comparingInt(JobStep::ordinal))
                .toList();
    }
}
