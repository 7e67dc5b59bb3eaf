package io.breakwater.gateway.route;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Where the operator's own routes come from. */
@ConfigMapping(prefix = "breakwater.routes")
public interface RoutesConfig {

    /** A YAML file of the operator's own routes, which come before the built-in ones. */
    Optional<Path> file();
}
