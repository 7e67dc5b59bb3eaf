package io.breakwater.localstack.suite;

import io.breakwater.localstack.store.PostgresServer;
import io.breakwater.localstack.store.PostgresServer.Durability;
import io.breakwater.localstack.store.RedisServer;
import io.breakwater.localstack.store.StoreBinaries;
import io.breakwater.localstack.store.SuiteDatabase;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts together the components of a suite, in the order in which they start. */
final class SuiteComponents {

    private SuiteComponents() {}

    static Map<String, Component> of(SuiteLayout layout, SuiteState state, StateFile stateFile, StopSignal stop) {
        var binaries = StoreBinaries.in(layout.binaries());
        var postgres = new PostgresServer(
                binaries,
                layout.postgresData(),
                layout.log("postgres"),
                layout.postgresPort(),
                state.postgresPassword(),
                Durability.FULL);
        var redis = new RedisServer(binaries, layout.redisData(), layout.log("redis"), layout.redisPort());
        Map<String, Component> components = new LinkedHashMap<>();
        components.put("postgres", StoreComponent.of(postgres, layout.postgresPort(), () -> {
            postgres.start();
            SuiteDatabase.prepare(postgres, state.postgresPassword(), state.schemas());
        }));
        components.put("redis", StoreComponent.of(redis, layout.redisPort()));
        var launcher = new ServiceLauncher();
        var environment = new ServiceEnvironment(layout, new KeyFiles(layout.keys()), postgres, redis);
        var http = HttpClient.newBuilder()
                .proxy(HttpClient.Builder.NO_PROXY)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        for (Service service : Service.values()) {
            components.put(
                    service.module(),
                    new ServiceComponent(service, layout, stateFile, launcher, environment, stop, http));
        }
        return Collections.unmodifiableMap(components);
    }
}
