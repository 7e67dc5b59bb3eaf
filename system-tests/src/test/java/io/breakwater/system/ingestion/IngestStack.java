package io.breakwater.system.ingestion;

import io.breakwater.localstack.store.EmbeddedStores;
import io.breakwater.localstack.store.SchemaAccess;
import io.breakwater.system.architecture.Repository;
import io.breakwater.system.scenario.Api.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import redis.clients.jedis.Jedis;

/**
 * Ingestion alone, on stores that nobody else uses: a process that takes events in and two that work on them. One serves all
 * scenarios, which leave it as they found it.
 */
final class IngestStack implements AutoCloseable {

    /** The tag of what only {@code ./dev faults} plays, and not every run of the tests. */
    static final String LONG = "long-fault";

    private static final Path LOGS = Repository.ROOT.resolve("system-tests/target/ingestion-logs");

    private static IngestStack shared;

    private final EmbeddedStores stores;
    private final TokenIssuer issuer = new TokenIssuer();
    private final AdminCaller admin = new AdminCaller();
    private final Map<String, String> environment = new HashMap<>();
    private final IngestProcess api;
    private final List<IngestProcess> workers;
    private final IngestTables tables;

    /** @param settings of all its processes, as environment variables */
    private IngestStack(String name, EmbeddedStores stores, Map<String, String> settings, boolean together) {
        this.stores = stores;
        try {
            Files.createDirectories(LOGS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SchemaAccess access = stores.access("ingest");
        environment.putAll(Map.of(
                "QUARKUS_REDIS_HOSTS", stores.redisUrl(),
                "QUARKUS_DATASOURCE_JDBC_URL", stores.jdbcUrl(),
                "QUARKUS_DATASOURCE_USERNAME", access.app(),
                "QUARKUS_DATASOURCE_PASSWORD", access.appPassword(),
                "QUARKUS_FLYWAY_USERNAME", access.owner(),
                "QUARKUS_FLYWAY_PASSWORD", access.ownerPassword(),
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION", issuer.keysUrl(),
                "BREAKWATER_INGEST_WORKER_BATCH_SIZE", "1000",
                "BREAKWATER_INGEST_WORKER_UPKEEP", "500ms",
                "BREAKWATER_INGEST_WORKER_NEWER_VERSION_PAUSE", "2s"));
        environment.put(
                "BREAKWATER_CALLERS_ADMIN_SERVICE_PUBLIC_KEY_FILE",
                admin.publicKeyFile(LOGS).toString());
        environment.putAll(settings);
        api = process(name + "-api", together);
        workers =
                together ? List.of(api) : List.of(process(name + "-worker-1", true), process(name + "-worker-2", true));
        tables = new IngestTables(stores);
        ready();
    }

    /** The one of all scenarios that put back what they broke; ends with the JVM. */
    static synchronized IngestStack shared() {
        if (shared == null) {
            shared = new IngestStack("shared", EmbeddedStores.start(), Map.of(), false);
        }
        shared.ready();
        return shared;
    }

    /**
     * One with a Redis of its own, which the settings name, and with one process that does all. The stores stay when it is closed;
     * another one may have used them before.
     */
    static IngestStack of(String name, EmbeddedStores stores, Map<String, String> settings) {
        return new IngestStack(name, stores, settings, true);
    }

    private IngestProcess process(String name, boolean worker) {
        Map<String, String> own = new HashMap<>(environment);
        own.put("BREAKWATER_INGEST_ROLES", worker ? "api,worker" : "api");
        return new IngestProcess(LOGS.resolve(name + ".log"), own);
    }

    /** Starts what is down, and waits until all of it is ready. */
    void ready() {
        stores.startRedis();
        stores.startPostgres();
        api.start();
        workers.forEach(IngestProcess::start);
        api.ready();
        workers.forEach(IngestProcess::ready);
    }

    EmbeddedStores stores() {
        return stores;
    }

    IngestTables tables() {
        return tables;
    }

    IngestProcess api() {
        return api;
    }

    List<IngestProcess> workers() {
        return workers;
    }

    /** The worker that holds most partitions. */
    IngestProcess busiestWorker() {
        return workers.stream()
                .max((a, b) -> Double.compare(partitions(a), partitions(b)))
                .orElseThrow();
    }

    static double partitions(IngestProcess worker) {
        return worker.metric("breakwater_ingest_worker_partitions");
    }

    /** What both workers count. */
    double metric(String name) {
        return workers.stream().mapToDouble(worker -> worker.metric(name)).sum();
    }

    Jedis redis() {
        return new Jedis(stores.redisUrl());
    }

    /** A tenant that no other scenario uses. */
    EventClient newTenant() {
        return newTenant(Map.of());
    }

    EventClient newTenant(Map<String, Long> quotas) {
        UUID tenant = UUID.randomUUID();
        return new EventClient(api.url(), tenant, issuer.token(tenant, quotas));
    }

    /** One call of an erasure of a participant, which is repeated until it is done. */
    Answer erase(UUID erasure, EventClient client, String participant, Instant requestedAt) {
        return admin.post(
                api.managementUrl(),
                "/internal/erasures?actor=" + erasure,
                "{\"erasure_id\":\"%s\",\"tenant_id\":\"%s\",\"participant_id\":\"%s\",\"requested_at\":\"%s\"}"
                        .formatted(erasure, client.tenant(), participant, requestedAt));
    }

    /** How long a fault lasts: as said in {@code ./dev faults}, a tenth of it or less otherwise. */
    static Duration lasting(Duration real) {
        return real.dividedBy(Math.max(1, Integer.getInteger("breakwater.faults.compression", 10)));
    }

    @Override
    public void close() {
        workers.forEach(IngestProcess::close);
        api.close();
    }
}
