package io.breakwater.admin.testing;

import static io.breakwater.admin.testing.AuthServer.administrator;
import static org.awaitility.Awaitility.await;

import io.breakwater.admin.job.DueJobs;
import io.breakwater.admin.testing.AuthServer.Answer;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What the other services answer to erasures and exports, and how to wait for a job. */
public final class Peers {

    public static final String AUTH_ERASURE = "POST /internal/erasures/tenants/";
    public static final String INGEST_ERASURE = "POST /internal/erasures";
    public static final String EXPORT = "POST /internal/exports";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Peers() {}

    /** Both erase; ingest-service is done at the given call. */
    public static void erase(int ingestCalls) {
        AtomicInteger calls = new AtomicInteger();
        AuthServer.on(AUTH_ERASURE, body -> new Answer(200, "{\"counts\":{\"users\":2,\"api_keys\":3}}", false));
        AuthServer.on(INGEST_ERASURE, body -> new Answer(200, progress(calls.incrementAndGet() >= ingestCalls), false));
    }

    private static String progress(boolean done) {
        return done ? """
                {"state":"done","counts":{"events":7,"facts":7},"waits_for":null,
                 "append_only_file":{"rewritten_at":"2026-11-22T10:00:00Z","state":"rewritten"}}""" : """
                {"state":"running","counts":{"events":5,"facts":5},"waits_for":"append_only_file",
                 "append_only_file":{"rewritten_at":null,"state":"running"}}""";
    }

    /** Waits until a job has got to a state. */
    public static JsonPath awaitState(String path, String state) {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            DueJobs.get().run();
                            return administrator().get(path).jsonPath();
                        },
                        job -> state.equals(job.getString("state")));
    }
}
