package io.breakwater.localstack.suite;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** One process of the suite. */
interface Component {

    String name();

    /** Where it is reached. */
    String url();

    /** The ports it binds. */
    List<Integer> ports();

    Path log();

    /** Its process, if it runs. */
    OptionalLong pid();

    /** Whether what runs is not what was built last. */
    boolean isOutdated();

    /** Throws when it cannot be started for lack of a program. */
    void requireProgram();

    /** Starts it; it may take until {@link #awaitReady} to be of use. */
    void start();

    /** Returns when it can serve; throws when it has ended or takes too long. */
    void awaitReady();

    /** Whether it can serve now. */
    boolean isReady();

    /** Asks it to end, without waiting. */
    void requestStop();

    /** Ends it and waits until it has ended; does nothing when it does not run. */
    void stop();
}
