package io.breakwater.admin.job;

import io.breakwater.common.problem.DatabaseOutage;
import io.breakwater.common.problem.ErrorCategory;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Works on the jobs that are due. Any number of replicas may. */
@ApplicationScoped
class JobRunner {

    private static final Logger LOG = Logger.getLogger(JobRunner.class);
    private static final int MOST_DOUBLINGS = 20;

    private final JobTable table;
    private final Instance<JobStep> steps;
    private final Instance<JobEnd> ends;
    private final JobConfig config;
    private final Clock clock;
    private final UUID me = UUID.randomUUID();

    JobRunner(JobTable table, @Any Instance<JobStep> steps, @Any Instance<JobEnd> ends, JobConfig config, Clock clock) {
        this.table = table;
        this.steps = steps;
        this.ends = ends;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            identity = "erasures",
            every = "${breakwater.jobs.poll-every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void runErasures() {
        runDue(JobKind.ERASURE);
    }

    @Scheduled(
            identity = "exports",
            every = "${breakwater.jobs.poll-every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void runExports() {
        runDue(JobKind.EXPORT);
    }

    private void runDue(JobKind kind) {
        boolean more = true;
        while (more) {
            Optional<Job> job = QuarkusTransaction.requiringNew().call(() -> {
                Instant now = clock.instant();
                return table.claim(kind, me, now, now.plus(config.lease()));
            });
            job.ifPresent(this::advance);
            more = job.isPresent();
        }
    }

    /** Asks the first service that is not done, once. */
    private void advance(Job job) {
        JobStep step = job.steps().stream()
                .filter(record -> !record.isDone())
                .findFirst()
                .map(record -> step(job, record))
                .orElseThrow(() -> new IllegalStateException("job " + job.id() + " is open without an open step"));
        Lease lease = () -> extend(job);
        try {
            if (step.isLocal()) {
                QuarkusTransaction.requiringNew().run(() -> {
                    lease.extend();
                    record(job, step, step.run(job, lease));
                });
            } else {
                StepOutcome outcome = step.run(job, lease);
                QuarkusTransaction.requiringNew().run(() -> {
                    lease.extend();
                    record(job, step, outcome);
                });
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "The %s %s could not go on at %s; it is tried again", job.kind(), job.id(), step.service());
            QuarkusTransaction.requiringNew().run(() -> failed(job, step, e));
        }
    }

    private JobStep step(Job job, StepRecord record) {
        return steps.stream()
                .filter(step -> step.kind() == job.kind() && step.service().equals(record.service()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no step for " + record.service()));
    }

    private void extend(Job job) {
        if (!table.extend(job.id(), me, clock.instant().plus(config.lease()))) {
            throw ProblemException.of(ErrorCode.CONFLICT).internally("job " + job.id() + " is not this replica's");
        }
    }

    private void record(Job job, JobStep step, StepOutcome outcome) {
        Instant now = clock.instant();
        table.record(job.id(), step.service(), outcome, now);
        switch (outcome) {
            case StepOutcome.Done done -> {
                boolean last = job.steps().getLast().service().equals(step.service());
                if (last) {
                    end(job, JobState.DONE, now);
                } else {
                    table.release(job.id(), now, 0);
                }
            }
            case StepOutcome.Unfinished unfinished -> table.release(job.id(), now.plus(unfinished.after()), 0);
        }
    }

    private void end(Job job, JobState state, Instant now) {
        table.end(job.id(), state, now);
        Job ended = table.find(job.id()).orElseThrow();
        ends.stream().filter(end -> end.kind() == job.kind()).forEach(end -> end.ended(ended));
        LOG.infof("The %s %s is %s", job.kind(), job.id(), state);
    }

    /** Nothing when the job was taken over meanwhile. */
    private void failed(Job job, JobStep step, RuntimeException cause) {
        Instant now = clock.instant();
        if (!table.extend(job.id(), me, now)) {
            return;
        }
        ErrorCode code = cause instanceof ProblemException problem
                ? problem.code()
                : DatabaseOutage.problem(cause).code();
        table.failed(job.id(), step.service(), code.name());
        int failures = table.failures(job.id()) + 1;
        if (isHopeless(job, code) || isOverdue(job, now)) {
            end(job, JobState.FAILED, now);
        } else {
            table.release(job.id(), now.plus(pause(failures)), failures);
        }
    }

    /** Whether no other attempt can come out otherwise. An erasure is owed whatever is said to it, so it never is. */
    private static boolean isHopeless(Job job, ErrorCode code) {
        return job.kind() == JobKind.EXPORT && code.category() == ErrorCategory.VALIDATION;
    }

    /** What a restored backup brought back has to go, however long it takes: a replay is never given up. */
    private boolean isOverdue(Job job, Instant now) {
        return job.replays() == null && !now.isBefore(table.giveUpAt(job.id()));
    }

    private Duration pause(int failures) {
        Duration doubled = config.retryFirst().multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return doubled.compareTo(config.retryLongest()) < 0 ? doubled : config.retryLongest();
    }
}
