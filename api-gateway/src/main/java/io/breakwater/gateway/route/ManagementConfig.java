package io.breakwater.gateway.route;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.util.Map;

/** The management ports of the suite's services: asked for their health, and closed to every route. */
@ConfigMapping(prefix = "breakwater.health")
public interface ManagementConfig {

    /** Base URLs of management interfaces by service. */
    @WithParentName
    Map<String, URI> byService();
}
