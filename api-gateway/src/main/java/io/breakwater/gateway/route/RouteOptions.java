package io.breakwater.gateway.route;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a route's requests are passed on.
 *
 * @param retries how often a request is repeated at most, 0 to 5
 * @param streaming whether answers may go on for as long as they like, and connections may be upgraded
 * @param idleTimeout between two pieces of an answer or of an upgraded connection
 * @param requestHeaders what is changed in what the upstream gets
 * @param answerHeaders what is changed in what the client gets
 * @param cors null when web pages of other origins have no business here
 */
public record RouteOptions(
        int retries,
        boolean streaming,
        Duration idleTimeout,
        HeaderChanges requestHeaders,
        HeaderChanges answerHeaders,
        @Nullable Cors cors) {}
