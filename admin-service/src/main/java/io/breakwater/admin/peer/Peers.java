package io.breakwater.admin.peer;

import jakarta.enterprise.context.ApplicationScoped;

/** The services that this one calls. Thread-safe. */
@ApplicationScoped
public class Peers {

    private final Peer auth;
    private final Peer ingest;

    Peers(PeerConfig config) {
        auth = new Peer("auth-service", config);
        ingest = new Peer("ingest-service", config);
    }

    public Peer auth() {
        return auth;
    }

    public Peer ingest() {
        return ingest;
    }
}
