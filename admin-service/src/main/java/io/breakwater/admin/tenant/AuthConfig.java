package io.breakwater.admin.tenant;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** How this service proves itself to auth-service. */
@ConfigMapping(prefix = "breakwater.service")
interface AuthConfig {

    /** PEM file of this service's P-256 private key (PKCS#8); auth-service has the public half. */
    Path keyFile();
}
