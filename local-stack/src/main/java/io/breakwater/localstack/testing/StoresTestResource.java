package io.breakwater.localstack.testing;

import io.breakwater.localstack.store.EmbeddedStores;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stores for {@code @QuarkusTest}. The init argument {@code service} ({@code auth}, {@code ingest} or {@code admin})
 * says whose roles to connect as; without it only Redis is configured. Fields of type {@link EmbeddedStores} in the test
 * class are set, for tests that stop a store.
 */
public final class StoresTestResource implements QuarkusTestResourceLifecycleManager {

    private @Nullable String service;

    @Override
    public void init(Map<String, String> initArgs) {
        service = initArgs.get("service");
    }

    @Override
    public Map<String, String> start() {
        EmbeddedStores stores = stores();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("quarkus.redis.hosts", stores.redisUrl());
        if (service != null) {
            var access = stores.access(service);
            settings.put("quarkus.datasource.jdbc.url", stores.jdbcUrl());
            settings.put("quarkus.datasource.username", access.app());
            settings.put("quarkus.datasource.password", access.appPassword());
            settings.put("quarkus.flyway.username", access.owner());
            settings.put("quarkus.flyway.password", access.ownerPassword());
            if (service.equals("admin")) {
                settings.put("quarkus.datasource.retention.username", access.retention());
                settings.put("quarkus.datasource.retention.password", access.retentionPassword());
            }
        }
        return settings;
    }

    /** The stores stay for the next test class, and end with the JVM; a test may have stopped one. */
    @Override
    public void stop() {
        stores().startRedis();
        stores().startPostgres();
    }

    @Override
    public void inject(TestInjector testInjector) {
        testInjector.injectIntoFields(stores(), new TestInjector.MatchesType(EmbeddedStores.class));
    }

    /** The stores of this JVM, started at the first call. */
    public static EmbeddedStores stores() {
        return Holder.STORES;
    }

    private static final class Holder {
        static final EmbeddedStores STORES = EmbeddedStores.start();
    }
}
