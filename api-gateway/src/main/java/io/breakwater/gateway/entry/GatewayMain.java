package io.breakwater.gateway.entry;

import io.breakwater.common.process.EventLoops;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the process. */
@QuarkusMain
public final class GatewayMain {

    private GatewayMain() {}

    /**
     * Quarkus answers a target that {@link java.net.URI} cannot read with an empty 400, before any handler. The gateway
     * checks every target itself, more strictly, and answers in the format of its API; so the framework's check is
     * switched off, which it offers only as a system property that is read when its server class is loaded.
     */
    public static void main(String... arguments) {
        System.setProperty("vertx.disableURIValidation", "true");
        EventLoops.onePerCore();
        Quarkus.run(arguments);
    }
}
