package io.breakwater.admin.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.admin.paging.PageRequest;
import io.breakwater.admin.sql.Row;
import io.breakwater.admin.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of jobs and steps. In the caller's transaction. */
@ApplicationScoped
class JobTable {

    private static final String COLUMNS = """
            SELECT id, kind, tenant_id, participant_id, participant_sha256, requested_by, requested_at, replays, state,
                   next_try_at, finished_at FROM job\s""";
    private static final String INSERT = """
            INSERT INTO job (id, kind, tenant_id, participant_id, participant_sha256, reason, requested_by, requested_at,
                             replays, next_try_at, give_up_at, follows)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """;
    private static final String OPEN = "state IN ('queued', 'running')";
    /** Arguments: owner, lease's end, kind, now, now. */
    private static final String CLAIM = """
            UPDATE job SET state = 'running', lease_owner = ?, lease_until = ?
            WHERE id = (SELECT id FROM job WHERE kind = ? AND state IN ('queued', 'running') AND follows IS NULL AND next_try_at <= ?
                          AND (lease_until IS NULL OR lease_until <= ?)
                        ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id
            """;
    /** Arguments: lease's end, job, owner. */
    private static final String EXTEND = "UPDATE job SET lease_until = ? WHERE id = ? AND lease_owner = ? AND " + OPEN;

    private static final String RELEASE = """
            UPDATE job SET lease_owner = NULL, lease_until = NULL, next_try_at = ?, failures = ? WHERE id = ?
            """;
    private static final String END = """
            UPDATE job SET state = ?, lease_owner = NULL, lease_until = NULL, finished_at = ?, participant_id = NULL,
                           reason = NULL WHERE id = ?
            """;
    private static final String RECORD = """
            UPDATE job_step SET state = ?, attempts = attempts + 1, counts = ?::jsonb, facts = ?::jsonb, waits_for = ?,
                                error = NULL, finished_at = ? WHERE job_id = ? AND service = ?
            """;
    private static final String FAILED = """
            UPDATE job_step SET state = 'running', attempts = attempts + 1, error = ? WHERE job_id = ? AND service = ?
            """;

    private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};

    private final Sql sql;
    private final ObjectMapper json;

    JobTable(Sql sql, ObjectMapper json) {
        this.sql = sql;
        this.json = json;
    }

    /**
     * Adds a job, unless one like it is open; then does nothing.
     *
     * @param follows the open job that has to end before; null for none
     */
    boolean insert(Job job, @Nullable String reason, Instant giveUpAt, List<JobStep> steps, @Nullable UUID follows) {
        Subject subject = job.subject();
        int added = sql.update(
                INSERT,
                job.id(),
                job.kind().wireName(),
                subject.tenant(),
                subject.participant(),
                subject.participantSha256(),
                reason,
                job.requestedBy(),
                job.requestedAt(),
                job.replays(),
                job.nextTryAt(),
                giveUpAt,
                follows);
        if (added == 1) {
            steps.forEach(step -> sql.update(
                    "INSERT INTO job_step (job_id, service, ordinal) VALUES (?, ?, ?)",
                    job.id(),
                    step.service(),
                    step.ordinal()));
        }
        return added == 1;
    }

    Optional<Job> find(UUID id) {
        return sql.one(COLUMNS + "WHERE id = ?", this::read, id).map(this::withSteps);
    }

    /** The open job about a subject; it stays open, and no replica begins it, until the caller's transaction ends. */
    Optional<Job> lockOpen(JobKind kind, Subject subject) {
        return sql.one(
                        COLUMNS + "WHERE kind = ? AND tenant_id = ? AND coalesce(participant_sha256, '') = ? AND "
                                + "replays IS NULL AND follows IS NULL AND " + OPEN + " FOR UPDATE",
                        this::read,
                        kind.wireName(),
                        subject.tenant(),
                        subject.participantSha256() == null ? "" : subject.participantSha256())
                .map(this::withSteps);
    }

    /** The job that waits behind one that is locked. */
    Optional<Job> following(UUID job) {
        return sql.one(COLUMNS + "WHERE follows = ?", this::read, job).map(this::withSteps);
    }

    /** A job that has not begun reaches up to a later time. */
    void reach(UUID job, Instant requestedAt) {
        sql.update("UPDATE job SET requested_at = greatest(requested_at, ?) WHERE id = ?", requestedAt, job);
    }

    /** From the newest. */
    List<Job> list(JobKind kind, @Nullable UUID tenant, PageRequest page) {
        return sql
                .list(
                        COLUMNS
                                + "WHERE kind = ? AND (?::uuid IS NULL OR tenant_id = ?) AND (?::uuid IS NULL OR id < ?)"
                                + " ORDER BY id DESC LIMIT ?",
                        this::read,
                        kind.wireName(),
                        tenant,
                        tenant,
                        page.afterId(),
                        page.afterId(),
                        page.rows())
                .stream()
                .map(this::withSteps)
                .toList();
    }

    long openReplays() {
        return sql.count("SELECT count(*) FROM job WHERE replays IS NOT NULL AND " + OPEN);
    }

    /** Leases a job that is due. */
    Optional<Job> claim(JobKind kind, UUID owner, Instant now, Instant until) {
        return sql.one(CLAIM, row -> row.uuid("id"), owner, until, kind.wireName(), now, now)
                .flatMap(this::find);
    }

    boolean extend(UUID job, UUID owner, Instant until) {
        return sql.update(EXTEND, until, job, owner) == 1;
    }

    int failures(UUID job) {
        return (int) sql.count("SELECT failures AS count FROM job WHERE id = ?", job);
    }

    Instant giveUpAt(UUID job) {
        return sql.one("SELECT give_up_at FROM job WHERE id = ?", row -> row.instant("give_up_at"), job)
                .orElseThrow();
    }

    void release(UUID job, Instant nextTryAt, int failures) {
        sql.update(RELEASE, nextTryAt, failures, job);
    }

    /** Ends a job; one that waits behind it may begin. */
    void end(UUID job, JobState state, Instant now) {
        sql.update(END, state.wireName(), now, job);
        sql.update("UPDATE job SET follows = NULL WHERE follows = ?", job);
    }

    void record(UUID job, String service, StepOutcome outcome, Instant now) {
        boolean done = outcome instanceof StepOutcome.Done;
        sql.update(
                RECORD,
                done ? "done" : "running",
                write(outcome.counts()),
                write(outcome.facts()),
                outcome instanceof StepOutcome.Unfinished unfinished ? unfinished.waitsFor() : null,
                done ? now : null,
                job,
                service);
    }

    void failed(UUID job, String service, String error) {
        sql.update(FAILED, error, job, service);
    }

    /** Gives up what is open of a kind about a tenant: of one participant and the whole, or of all. Answers how many. */
    int giveUp(JobKind kind, Subject subject, Instant now) {
        return sql.update(
                "UPDATE job SET state = 'failed', lease_owner = NULL, lease_until = NULL, finished_at = ?,"
                        + " participant_id = NULL, reason = NULL WHERE kind = ? AND tenant_id = ? AND " + OPEN
                        + " AND (?::text IS NULL OR participant_sha256 IS NULL OR participant_sha256 = ?)",
                now,
                kind.wireName(),
                subject.tenant(),
                subject.participantSha256(),
                subject.participantSha256());
    }

    private Job withSteps(Job job) {
        List<StepRecord> steps = sql.list(
                "SELECT service, state, attempts, counts, facts, waits_for, error, finished_at FROM job_step"
                        + " WHERE job_id = ? ORDER BY ordinal",
                this::readStep,
                job.id());
        return new Job(
                job.id(),
                job.kind(),
                job.subject(),
                job.requestedBy(),
                job.requestedAt(),
                job.replays(),
                job.state(),
                job.nextTryAt(),
                job.finishedAt(),
                steps);
    }

    private Job read(Row row) throws SQLException {
        return new Job(
                row.uuid("id"),
                JobKind.valueOf(row.text("kind").toUpperCase(Locale.ROOT)),
                new Subject(
                        row.uuid("tenant_id"), row.textOrNull("participant_id"), row.textOrNull("participant_sha256")),
                row.uuidOrNull("requested_by"),
                row.instant("requested_at"),
                row.uuidOrNull("replays"),
                JobState.of(row.text("state")),
                row.instant("next_try_at"),
                row.instantOrNull("finished_at"),
                List.of());
    }

    private StepRecord readStep(Row row) throws SQLException {
        try {
            return new StepRecord(
                    row.text("service"),
                    row.text("state"),
                    (int) row.number("attempts"),
                    json.readValue(row.text("counts"), COUNTS),
                    json.readTree(row.text("facts")),
                    row.textOrNull("waits_for"),
                    row.textOrNull("error"),
                    row.instantOrNull("finished_at"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a step that was not written by this service", e);
        }
    }

    private String write(Map<String, ?> value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("what came of a step is not JSON", e);
        }
    }
}
