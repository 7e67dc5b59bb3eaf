package io.breakwater.gateway.route;

import io.vertx.core.MultiMap;
import java.util.Map;
import java.util.Set;

/**
 * What a route changes in the headers that pass it.
 *
 * @param add set to these values, over whatever was there
 * @param remove names that do not pass
 */
public record HeaderChanges(Map<String, String> add, Set<String> remove) {

    static final HeaderChanges NONE = new HeaderChanges(Map.of(), Set.of());

    public HeaderChanges {
        add = Map.copyOf(add);
        remove = Set.copyOf(remove);
    }

    /** Removes first, then adds. */
    public void apply(MultiMap headers) {
        remove.forEach(headers::remove);
        add.forEach(headers::set);
    }
}
