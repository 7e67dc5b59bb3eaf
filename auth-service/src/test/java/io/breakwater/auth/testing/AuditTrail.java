package io.breakwater.auth.testing;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** What the service has left for the audit trail. */
@ApplicationScoped
public class AuditTrail {

    private final Database database;

    AuditTrail(Database database) {
        this.database = database;
    }

    /** How many events of an action say something about a person. */
    public long about(String action, UUID person) {
        return database.count(
                "SELECT count(*) FROM outbox WHERE stream = 'auth:audit' AND type = ?"
                        + " AND payload->'personal'->>'subject' = ?",
                action,
                person.toString());
    }

    /** How many events of an action there are on a target. */
    public long on(String action, UUID target) {
        return database.count(
                "SELECT count(*) FROM outbox WHERE stream = 'auth:audit' AND type = ?"
                        + " AND payload->'target'->>'id' = ?",
                action,
                target.toString());
    }
}
