package io.breakwater.ingest.role;

import io.breakwater.common.process.EventLoops;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the process. */
@QuarkusMain
public final class IngestMain {

    private IngestMain() {}

    /** With one event loop per core, what is accepted at a time goes to the stream in as few writes as can be. */
    public static void main(String... arguments) {
        EventLoops.onePerCore();
        Quarkus.run(arguments);
    }
}
