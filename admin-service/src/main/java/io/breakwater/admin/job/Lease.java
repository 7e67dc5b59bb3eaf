package io.breakwater.admin.job;

import io.breakwater.common.problem.ProblemException;

/** The hold of this replica on a job, for steps that take long. */
public interface Lease {

    /**
     * Makes sure that the job is still this replica's, and keeps it so for another while. In the caller's transaction: what
     * is written beside it is written by the holder only.
     *
     * @throws ProblemException {@code CONFLICT} when another replica has it, or it has ended
     */
    void extend();
}
