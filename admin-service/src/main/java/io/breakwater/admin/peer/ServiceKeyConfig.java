package io.breakwater.admin.peer;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** How this service proves itself to the others. */
@ConfigMapping(prefix = "breakwater.service")
interface ServiceKeyConfig {

    /** PEM file of this service's P-256 private key (PKCS#8); auth-service and ingest-service have the public half. */
    Path keyFile();
}
