package io.breakwater.gateway.docs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The API's document and its page. */
@ConfigMapping(prefix = "breakwater.docs")
public interface DocsConfig {

    /** Whether {@code /openapi} and {@code /docs} are served; 404 otherwise. */
    @WithDefault("true")
    boolean enabled();
}
