package io.breakwater.admin.job;

/** What one service has to do for jobs of one kind. A CDI bean; called from virtual threads, one at a time for each job. */
public interface JobStep {

    JobKind kind();

    /** The service's name, by which the step is recorded. */
    String service();

    /** Its place among the steps of its kind, from 1. */
    int ordinal();

    /** Whether jobs about this subject have this step. */
    boolean concerns(Subject subject);

    /** Whether it changes nothing but this service's database: then it runs in the transaction that records its outcome. */
    default boolean isLocal() {
        return false;
    }

    /**
     * Does a bounded piece of the work. May be called again after any outcome, also after one that was not recorded.
     *
     * @throws RuntimeException when it could not; it is tried again after a pause
     */
    StepOutcome run(Job job, Lease lease);
}
