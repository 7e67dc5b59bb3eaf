package io.breakwater.auth.testing;

/** What the service has told the gateways and the audit trail, as the outbox shows it. */
public final class Told {

    private Told() {}

    /** How many changes of that kind were told about something. */
    public static long changes(Database database, String type, Object id) {
        return database.count(
                "SELECT count(*) FROM outbox WHERE stream = 'auth:changes' AND type = ? AND payload->>'id' = ?",
                type,
                id.toString());
    }

    /** How many acts were recorded on a target. */
    public static long acts(Database database, String action, Object target) {
        return database.count(
                "SELECT count(*) FROM outbox WHERE stream = 'auth:audit' AND type = ? AND payload->'target'->>'id' = ?",
                action,
                target.toString());
    }

    /** How many acts were recorded of an actor on a target. */
    public static long acts(Database database, String action, Object target, Object actor) {
        return database.count(
                "SELECT count(*) FROM outbox WHERE stream = 'auth:audit' AND type = ?"
                        + " AND payload->'target'->>'id' = ? AND payload->'actor'->>'id' = ?",
                action,
                target.toString(),
                actor.toString());
    }
}
