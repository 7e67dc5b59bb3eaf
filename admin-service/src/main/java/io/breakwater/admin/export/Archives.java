package io.breakwater.admin.export;

import io.breakwater.admin.job.Job;
import io.breakwater.admin.job.Subject;
import io.breakwater.admin.sql.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The archives as they are kept. Thread-safe. */
@ApplicationScoped
public class Archives {

    private static final String INSERT = """
            INSERT INTO export_archive (job_id, service, tenant_id, participant_sha256, expires_at) VALUES (?, ?, ?, ?, ?)
            """;
    private static final String COMPLETE =
            "UPDATE export_archive SET complete = true, bytes = ?, lines = ? WHERE job_id = ? AND service = ?";
    private static final String ERASE = """
            DELETE FROM export_archive WHERE tenant_id = ?
              AND (?::text IS NULL OR participant_sha256 IS NULL OR participant_sha256 = ?)
            """;

    private final Sql sql;
    private final ExportConfig config;
    private final Clock clock;

    Archives(Sql sql, ExportConfig config, Clock clock) {
        this.sql = sql;
        this.config = config;
        this.clock = clock;
    }

    /**
     * An archive that can be fetched.
     *
     * @param bytes compressed
     */
    record Kept(String service, long bytes, Instant expiresAt) {}

    /** Begins an archive anew. In the caller's transaction, as the two that follow. */
    void begin(Job job, String service) {
        sql.update("DELETE FROM export_archive WHERE job_id = ? AND service = ?", job.id(), service);
        Instant expiresAt = clock.instant().plus(config.keep());
        sql.update(
                INSERT, job.id(), service, job.subject().tenant(), job.subject().participantSha256(), expiresAt);
    }

    void append(Job job, String service, int seq, byte[] content) {
        sql.update(
                "INSERT INTO export_chunk (job_id, service, seq, content) VALUES (?, ?, ?, ?)",
                job.id(),
                service,
                seq,
                content);
    }

    void complete(Job job, String service, long bytes, long lines) {
        sql.update(COMPLETE, bytes, lines, job.id(), service);
    }

    /** Takes away what will not be completed any more. In the caller's transaction. */
    void dropIncomplete(UUID job) {
        sql.update("DELETE FROM export_archive WHERE job_id = ? AND NOT complete", job);
    }

    /** The complete archives of an export, by service. */
    Map<String, Kept> of(UUID job) {
        return sql
                .list(
                        "SELECT service, bytes, expires_at FROM export_archive"
                                + " WHERE job_id = ? AND complete AND expires_at > ?",
                        row -> new Kept(row.text("service"), row.number("bytes"), row.instant("expires_at")),
                        job,
                        clock.instant())
                .stream()
                .collect(Collectors.toMap(Kept::service, kept -> kept));
    }

    /** One chunk; empty after the last. */
    Optional<byte[]> chunk(UUID job, String service, int seq) {
        return sql.one(
                "SELECT content FROM export_chunk WHERE job_id = ? AND service = ? AND seq = ?",
                row -> row.bytes("content"),
                job,
                service,
                seq);
    }

    /**
     * Takes away what holds data of a subject: archives about it, and about its whole tenant. In the caller's transaction.
     *
     * @return how many archives
     */
    public long erase(Subject subject) {
        return sql.update(ERASE, subject.tenant(), subject.participantSha256(), subject.participantSha256());
    }

    @Scheduled(
            identity = "expired-exports",
            every = "10m",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void purge() {
        QuarkusTransaction.requiringNew()
                .run(() -> sql.update("DELETE FROM export_archive WHERE expires_at <= ?", clock.instant()));
    }
}
