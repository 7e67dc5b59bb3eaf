package io.breakwater.admin.erasure;

import io.breakwater.admin.export.Archives;
import io.breakwater.admin.job.Job;
import io.breakwater.admin.job.JobKind;
import io.breakwater.admin.job.JobStep;
import io.breakwater.admin.job.Jobs;
import io.breakwater.admin.job.Lease;
import io.breakwater.admin.job.StepOutcome;
import io.breakwater.admin.job.Subject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;

/** Erases what this service holds: last, as others may have told it something meanwhile. In one transaction. */
@ApplicationScoped
class AdminErasure implements JobStep {

    private final Instance<TenantData> data;
    private final Archives archives;
    private final Jobs jobs;
    private final DataSource dataSource;

    AdminErasure(@Any Instance<TenantData> data, Archives archives, Jobs jobs, DataSource dataSource) {
        this.data = data;
        this.archives = archives;
        this.jobs = jobs;
        this.dataSource = dataSource;
    }

    @Override
    public JobKind kind() {
        return JobKind.ERASURE;
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
    public boolean isLocal() {
        return true;
    }

    @Override
    public StepOutcome run(Job job, Lease lease) {
        Subject subject = job.subject();
        SortedMap<String, Long> counts = new TreeMap<>();
        // Exports that are being made lose their lease with this, so nothing is written after it.
        counts.put("open_exports", (long) jobs.giveUp(JobKind.EXPORT, subject));
        counts.put("export_archives", archives.erase(subject));
        if (subject.isTenant()) {
            data.forEach(kept -> counts.put(kept.kind(), erase(kept, subject.tenant())));
        }
        return new StepOutcome.Done(counts, Map.of());
    }

    private long erase(TenantData kept, UUID tenant) {
        try (Connection connection = dataSource.getConnection()) {
            return kept.erase(connection, tenant);
        } catch (SQLException e) {
            throw new IllegalStateException(kept.kind() + " cannot be erased", e);
        }
    }
}
