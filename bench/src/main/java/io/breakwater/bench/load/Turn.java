package io.breakwater.bench.load;

import io.hyperfoil.api.session.Session;

/** The request that a session is about to send or has sent. Confined to the generator's event loop. */
final class Turn implements Session.Resource {

    static final Session.ResourceKey<Turn> KEY = new Key();

    /** When it is due, by {@link System#nanoTime}. */
    long due;

    /** Whether it is settled when it is due. */
    boolean taken;

    /** Whether it comes too late to be sent. */
    boolean last;

    /** Of the answer; 0 while there is none. */
    int status;

    /** When the session is woken next, or was last, by {@link System#nanoTime}. */
    long wakeAt = System.nanoTime();

    private static final class Key implements Session.ResourceKey<Turn> {

        private static final long serialVersionUID = 1L;
    }
}
