package io.breakwater.auth.management;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** The services that may call the internal routes, and the keys that they prove themselves with. */
@ConfigMapping(prefix = "breakwater.callers")
interface CallersConfig {

    /** The gateway: exchanges credentials. */
    Caller apiGateway();

    /** The admin-service: reads and changes tenants. */
    Caller adminService();

    /** One service. */
    interface Caller {

        /** PEM file of the service's P-256 public key; without one, the service is refused. */
        Optional<Path> publicKeyFile();
    }
}
