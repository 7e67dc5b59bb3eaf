package io.breakwater.gateway.route;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.util.Map;

/** Where routes may lead. */
@ConfigMapping(prefix = "breakwater.upstreams")
public interface UpstreamsConfig {

    /** Base URLs by the name that routes use; a path in one is put before every forwarded path. */
    @WithParentName
    Map<String, URI> byName();
}
