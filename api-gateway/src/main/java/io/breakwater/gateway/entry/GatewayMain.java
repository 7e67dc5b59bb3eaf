package io.breakwater.gateway.entry;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the process. */
@QuarkusMain
public final class GatewayMain {

    private static final String EVENT_LOOPS = "quarkus.vertx.event-loops-pool-size";

    private GatewayMain() {}

    /**
     * Quarkus answers a target that {@link java.net.URI} cannot read with an empty 400, before any handler. The gateway
     * checks every target itself, more strictly, and answers in the format of its API; so the framework's check is
     * switched off, which it offers only as a system property that is read when its server class is loaded.
     */
    public static void main(String... arguments) {
        System.setProperty("vertx.disableURIValidation", "true");
        oneEventLoopPerCore();
        Quarkus.run(arguments);
    }

    /**
     * Quarkus takes two for each core. Here nothing ever blocks one, and two on a core hand work over to each other that
     * one would do at once. Whoever sets the number by environment or system property has it.
     */
    private static void oneEventLoopPerCore() {
        if (System.getProperty(EVENT_LOOPS) == null && System.getenv("QUARKUS_VERTX_EVENT_LOOPS_POOL_SIZE") == null) {
            System.setProperty(
                    EVENT_LOOPS, Integer.toString(Runtime.getRuntime().availableProcessors()));
        }
    }
}
