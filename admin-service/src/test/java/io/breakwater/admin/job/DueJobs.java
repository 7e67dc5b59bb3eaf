package io.breakwater.admin.job;

import io.quarkus.arc.Arc;
import jakarta.enterprise.context.ApplicationScoped;

/** Works on the jobs that are due now, as another replica would, so that no test waits for the next second. */
@ApplicationScoped
public class DueJobs {

    private final JobRunner runner;

    DueJobs(JobRunner runner) {
        this.runner = runner;
    }

    /** For what is no bean. */
    public static DueJobs get() {
        return Arc.container().instance(DueJobs.class).get();
    }

    public void run() {
        runner.runErasures();
        runner.runExports();
    }
}
