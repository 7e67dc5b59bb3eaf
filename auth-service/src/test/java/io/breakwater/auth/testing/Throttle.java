package io.breakwater.auth.testing;

import jakarta.enterprise.context.ApplicationScoped;

/** Makes the waits of failed logins long enough for a busy machine to see them. */
@ApplicationScoped
public class Throttle {

    private final Database database;

    Throttle(Database database) {
        this.database = database;
    }

    /** Whoever has to wait, or had to a moment ago, has to wait for ten minutes more. */
    public void prolong() {
        database.update("UPDATE throttle SET blocked_until = blocked_until + interval '10 minutes'"
                + " WHERE kind = 'pair' AND blocked_until > charged_at");
    }
}
