package io.breakwater.gateway.credential;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Credentials and their exchange. */
@ConfigMapping(prefix = "breakwater")
public interface CredentialConfig {

    /** This gateway's own private key: PEM, PKCS#8, EC P-256. It signs the assertions shown to auth-service. */
    Path serviceKeyFile();

    /** The brands of API keys that are accepted. */
    @WithDefault("bw")
    Set<String> keyBrands();

    /** auth-service. */
    Auth auth();

    /** The cache of exchanged credentials. */
    Credentials credentials();

    /** Where credentials are exchanged. */
    interface Auth {

        /** Base URL of auth-service's management interface. */
        URI managementUrl();

        /** How long one exchange may take, connection included. */
        @WithDefault("2s")
        Duration timeout();

        /** How many connections to auth-service are kept at most. */
        @WithDefault("32")
        int connections();
    }

    /** What is kept of exchanged credentials, and for how long. */
    interface Credentials {

        /** How many good credentials are kept at most. */
        @WithDefault("50000")
        long grants();

        /** How many refused credentials are kept at most. */
        @WithDefault("10000")
        long refusals();

        /** How long a good credential is used without asking again. */
        @WithDefault("10s")
        Duration fresh();

        /** From when on a request waits for the new exchange; between this and fresh it is made in the background. */
        @WithDefault("15s")
        Duration refreshed();

        /** How long a good credential serves while auth-service is away and the change feed is readable. */
        @WithDefault("5m")
        Duration stale();

        /** How long a refused credential is refused without asking again. */
        @WithDefault("10s")
        Duration refused();

        /** How long the change feed may be silent before it counts as unreadable. */
        @WithDefault("3s")
        Duration feedSilence();
    }
}
