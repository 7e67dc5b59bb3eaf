package io.breakwater.gateway.connection;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** What is known of one connection. Confined to its event loop. */
final class Presence {

    private static final long NO_ERROR = 0;

    private int inProgress;
    private boolean used;
    private long since;
    private @Nullable HttpConnection multiplexed;
    private boolean askedToLeave;

    Presence(long now) {
        since = now;
    }

    void began(HttpServerRequest request) {
        inProgress++;
        used = true;
        if (request.version() == HttpVersion.HTTP_2) {
            multiplexed = request.connection();
        }
    }

    void ended(long now) {
        inProgress--;
        since = now;
    }

    boolean isUsed() {
        return used;
    }

    /** Nanoseconds without a request in progress; zero while there is one. */
    long unused(long now) {
        return inProgress > 0 ? 0 : now - since;
    }

    /** Asks an HTTP/2 client, once, to open no more streams here; those that it opens all the same are served. */
    void askToLeave() {
        HttpConnection connection = multiplexed;
        if (connection != null && !askedToLeave) {
            askedToLeave = true;
            connection.goAway(NO_ERROR, Integer.MAX_VALUE);
        }
    }

    /** Tells an HTTP/2 client that nothing it opens from now on is served, so that it may repeat that elsewhere. */
    void refuseStreams() {
        HttpConnection connection = multiplexed;
        if (connection != null) {
            connection.goAway(NO_ERROR);
        }
    }
}
