package io.breakwater.auth.password;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How passwords are hashed. The Argon2id parameters are OWASP's; existing hashes carry their own. */
@ConfigMapping(prefix = "breakwater.password")
interface PasswordConfig {

    /** Memory of one hash. */
    @WithDefault("19M")
    MemorySize memory();

    /** Passes over the memory. */
    @WithDefault("2")
    int iterations();

    /** Lanes; each hash still runs on one thread. */
    @WithDefault("1")
    int parallelism();

    /** How many hashes run at once: fewer than the machine has cores, so that logins leave room for the exchange. */
    @WithDefault("2")
    int threads();

    /** How many hashes may wait for a thread; one more is answered 503. */
    @WithDefault("64")
    int queue();
}
