package io.breakwater.gateway.connection;

/** What is known of one connection. Confined to its event loop. */
final class Presence {

    private int inProgress;
    private boolean used;
    private long since;

    Presence(long now) {
        since = now;
    }

    void began() {
        inProgress++;
        used = true;
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
}
