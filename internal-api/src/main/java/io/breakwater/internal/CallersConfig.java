package io.breakwater.internal;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** The services that may call the internal routes, and the keys that they prove themselves with. */
@ConfigMapping(prefix = "breakwater.callers")
interface CallersConfig {

    /** The gateway: exchanges credentials with auth-service. */
    Caller apiGateway();

    /** The admin-service: reads and changes tenants, erases and exports. */
    Caller adminService();

    /** An operator: rotates auth-service's signing keys. */
    Caller operator();

    /** One service. */
    interface Caller {

        /**
         * PEM file of the caller's P-256 public key; without one, the caller is refused. While a caller's key is replaced the
         * file holds both, one after the other.
         */
        Optional<Path> publicKeyFile();
    }
}
