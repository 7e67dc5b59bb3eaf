package io.breakwater.gateway.route;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the operator's own routes come from. */
@ConfigMapping(prefix = "breakwater.routes")
public interface RoutesConfig {

    /** A YAML file of the operator's own routes, which come before the built-in ones. */
    Optional<Path> file();

    /** How often that file is looked at; a change is in force after twice this time. */
    @WithDefault("2s")
    Duration reloadEvery();
}
