package io.breakwater.gateway.route;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Where routes may lead. */
@ConfigMapping(prefix = "breakwater.upstreams")
public interface UpstreamsConfig {

    /** Base URLs by the name that routes use, several of one upstream with commas between them, taken in turn; a path in one is put before every forwarded path. */
    @WithParentName
    Map<String, List<URI>> byName();
}
