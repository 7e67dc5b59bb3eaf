package io.breakwater.gateway.route;

import java.util.SequencedSet;

/** What the table says of a method and a path. */
public sealed interface RouteMatch {

    /**
     * @param path canonical: after the three base URLs and the aliases are resolved
     */
    record Found(Route route, CanonicalPath path) implements RouteMatch {}

    /** The path is known, the method is not among {@code allowed}. */
    record WrongMethod(Route route, SequencedSet<String> allowed) implements RouteMatch {}

    /** No route's prefix fits. */
    record Unknown() implements RouteMatch {}
}
