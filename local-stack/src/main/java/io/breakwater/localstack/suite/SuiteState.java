package io.breakwater.localstack.suite;

import io.breakwater.localstack.store.SchemaAccess;
import io.breakwater.localstack.store.Secrets;
import io.breakwater.localstack.store.SuiteDatabase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a suite from one command to the next: generated passwords, the demo account, launched processes.
 *
 * @param launches by the service's name; a process in here may have ended long ago
 */
record SuiteState(
        String postgresPassword,
        List<SchemaAccess> schemas,
        Login platformAdmin,
        @Nullable DemoAccount demo,
        Map<String, Launch> launches) {

    /** A state for a suite that has never run, with new passwords. */
    static SuiteState generate() {
        return new SuiteState(
                Secrets.password(),
                SuiteDatabase.SCHEMAS.stream()
                        .map(schema -> new SchemaAccess(schema, Secrets.password(), Secrets.password()))
                        .toList(),
                new Login("admin@breakwater.example", Secrets.password()),
                null,
                Map.of());
    }

    SchemaAccess access(String schema) {
        return schemas.stream()
                .filter(access -> access.schema().equals(schema))
                .findFirst()
                .orElseThrow(() -> new SuiteException("The state file knows no schema " + schema + "."));
    }

    SuiteState withDemo(DemoAccount account) {
        return new SuiteState(postgresPassword, schemas, platformAdmin, account, launches);
    }

    SuiteState withLaunch(String service, Launch launch) {
        Map<String, Launch> next = new LinkedHashMap<>(launches);
        next.put(service, launch);
        return new SuiteState(postgresPassword, schemas, platformAdmin, demo, next);
    }

    @Override
    public String toString() {
        return "SuiteState[" + launches.keySet() + "]"; // Passwords stay out of messages.
    }
}
