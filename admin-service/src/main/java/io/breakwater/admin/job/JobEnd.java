package io.breakwater.admin.job;

/** Hears that a job has ended, in the transaction that ends it. A CDI bean. */
public interface JobEnd {

    JobKind kind();

    /** The job as it is now: {@code done} or {@code failed}. */
    void ended(Job job);
}
