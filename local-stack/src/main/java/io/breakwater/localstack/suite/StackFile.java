package io.breakwater.localstack.suite;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.localstack.store.LocalPorts;
import io.breakwater.localstack.store.PostgresServer;
import io.breakwater.localstack.store.PrivateFiles;
import io.breakwater.localstack.store.SuiteDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** {@code stack.json}: where everything of a running suite is, for tools. Mode 0600, as it holds passwords. */
final class StackFile {

    private final SuiteLayout layout;

    StackFile(SuiteLayout layout) {
        this.layout = layout;
    }

    boolean exists() {
        return Files.exists(layout.stackFile());
    }

    void delete() {
        try {
            Files.deleteIfExists(layout.stackFile());
        } catch (IOException e) {
            throw new SuiteException(layout.stackFile() + " cannot be removed.", e);
        }
    }

    void write(SuiteState state, DemoAccount demo, Map<String, Component> components) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("gateway_url", layout.gateway().toString());
        ObjectNode services = json.putObject("services");
        for (Service service : List.of(Service.GATEWAY, Service.AUTH, Service.INGEST, Service.ADMIN)) {
            var component = get(components, service.module());
            services.putObject(service.module())
                    .put("url", component.url())
                    .put("management_url", layout.managementUrl(service))
                    .put("pid", component.pid().orElse(0))
                    .put("log", component.log().toString());
        }
        json.putObject("postgres")
                .put(
                        "jdbc_url",
                        "jdbc:postgresql://%s:%d/%s"
                                .formatted(LocalPorts.HOST, layout.postgresPort(), SuiteDatabase.NAME))
                .put("user", PostgresServer.SUPERUSER)
                .put("password", state.postgresPassword())
                .put("pid", get(components, "postgres").pid().orElse(0));
        var redis = get(components, "redis");
        json.putObject("redis").put("url", redis.url()).put("pid", redis.pid().orElse(0));
        json.putObject("platform_admin")
                .put("email", state.platformAdmin().email())
                .put("password", state.platformAdmin().password());
        json.putObject("demo")
                .put("tenant_id", demo.tenantId())
                .put("email", demo.email())
                .put("password", demo.password())
                .put("api_key", demo.apiKey());
        try {
            PrivateFiles.write(
                    layout.stackFile(),
                    new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
        } catch (IOException e) {
            throw new SuiteException(layout.stackFile() + " cannot be written.", e);
        }
    }

    private static Component get(Map<String, Component> components, String name) {
        var component = components.get(name);
        if (component == null) {
            throw new IllegalArgumentException("the suite has no " + name);
        }
        return component;
    }
}
