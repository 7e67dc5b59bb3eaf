package io.breakwater.common.process;

import org.eclipse.microprofile.config.ConfigProvider;

/** How many event loops a process has. */
public final class EventLoops {

    private static final String POOL_SIZE = "quarkus.vertx.event-loops-pool-size";
    private static final String POOL_SIZE_ENVIRONMENT = "QUARKUS_VERTX_EVENT_LOOPS_POOL_SIZE";

    private static final int PER_CORE = 2;

    private EventLoops() {}

    /**
     * One for each core, where Quarkus takes two: for a process in which nothing ever blocks one. Two on a core hand work over to each
     * other that one would do at once. Whoever sets the number by environment or system property has it. To be called before
     * Quarkus starts.
     */
    public static void onePerCore() {
        if (System.getProperty(POOL_SIZE) == null && System.getenv(POOL_SIZE_ENVIRONMENT) == null) {
            System.setProperty(POOL_SIZE, Integer.toString(Runtime.getRuntime().availableProcessors()));
        }
    }

    /** How many this process has, running or about to: as configured, else Quarkus' two for each core. */
    public static int count() {
        return ConfigProvider.getConfig()
                .getOptionalValue(POOL_SIZE, Integer.class)
                .orElseGet(() -> PER_CORE * Runtime.getRuntime().availableProcessors());
    }
}
