package io.breakwater.admin.job;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How erasures and exports are worked on. */
@ConfigMapping(prefix = "breakwater.jobs")
interface JobConfig {

    /** How often each replica looks for a job that is due. */
    @WithDefault("1s")
    Duration pollEvery();

    /** How long a replica holds a job without a sign of life; so long a job waits when its replica was killed. */
    @WithDefault("20s")
    Duration lease();

    /** The first pause after a failed attempt; it doubles with each one that follows. */
    @WithDefault("1s")
    Duration retryFirst();

    /** The longest pause between two attempts. */
    @WithDefault("5m")
    Duration retryLongest();

    /** How long a job is tried before it is given up; an erasure that is done again after a restore never is. */
    @WithDefault("7d")
    Duration giveUpAfter();
}
