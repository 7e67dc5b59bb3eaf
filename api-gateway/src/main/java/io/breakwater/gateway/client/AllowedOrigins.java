package io.breakwater.gateway.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** From which pages a credential may be used. Immutable. */
public final class AllowedOrigins {

    /** From every page, and without one. */
    public static final AllowedOrigins ALL = new AllowedOrigins(true, Set.of());

    private static final Logger LOG = Logger.getLogger(AllowedOrigins.class);

    private final boolean everywhere;
    private final Set<WebOrigin> origins;

    private AllowedOrigins(boolean everywhere, Set<WebOrigin> origins) {
        this.everywhere = everywhere;
        this.origins = origins;
    }

    /** An empty list allows everything; an entry that cannot be read allows nothing. */
    @JsonCreator
    public static AllowedOrigins of(List<String> entries) {
        return entries.isEmpty() ? ALL : new AllowedOrigins(false, parsed(entries));
    }

    /** The entries that are origins. */
    static Set<WebOrigin> parsed(Iterable<String> entries) {
        Set<WebOrigin> origins = new HashSet<>();
        for (String entry : entries) {
            @Nullable WebOrigin origin = WebOrigin.parse(entry);
            if (origin == null) {
                LOG.warn("an allowed origin cannot be read");
            } else {
                origins.add(origin);
            }
        }
        return Set.copyOf(origins);
    }

    /**
     * @param page null when the request names none
     */
    public boolean allow(@Nullable WebOrigin page) {
        return everywhere || (page != null && origins.contains(page));
    }
}
