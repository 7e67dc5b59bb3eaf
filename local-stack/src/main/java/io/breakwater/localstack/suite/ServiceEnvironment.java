package io.breakwater.localstack.suite;

import io.breakwater.localstack.store.LocalPorts;
import io.breakwater.localstack.store.PostgresServer;
import io.breakwater.localstack.store.RedisServer;
import io.breakwater.localstack.store.SuiteDatabase;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What each service is told by its environment: where it listens, its stores, its keys, its neighbours. */
record ServiceEnvironment(SuiteLayout layout, KeyFiles keys, PostgresServer postgres, RedisServer redis) {

    Map<String, String> of(Service service, SuiteState state) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("QUARKUS_HTTP_HOST", LocalPorts.HOST);
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(layout.port(service)));
        settings.put("QUARKUS_MANAGEMENT_HOST", LocalPorts.HOST);
        settings.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(layout.managementPort(service)));
        settings.put("QUARKUS_REDIS_HOSTS", redis.url());
        String schema = service.schema();
        if (schema != null) {
            var access = state.access(schema);
            settings.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(SuiteDatabase.NAME));
            settings.put("QUARKUS_DATASOURCE_USERNAME", access.app());
            settings.put("QUARKUS_DATASOURCE_PASSWORD", access.appPassword());
            settings.put("QUARKUS_FLYWAY_USERNAME", access.owner());
            settings.put("QUARKUS_FLYWAY_PASSWORD", access.ownerPassword());
            settings.put(
                    "MP_JWT_VERIFY_PUBLICKEY_LOCATION", layout.managementUrl(Service.AUTH) + "/internal/jwks.json");
        }
        switch (service) {
            case AUTH -> addAuth(settings, state);
            case INGEST -> addCallers(settings);
            case ADMIN -> addAdmin(settings, state);
            case GATEWAY -> addGateway(settings);
        }
        return settings;
    }

    /** Who may call internal routes. */
    private void addCallers(Map<String, String> settings) {
        settings.put(
                "BREAKWATER_CALLERS_ADMIN_SERVICE_PUBLIC_KEY_FILE",
                keys.publicKey(Service.ADMIN).toString());
    }

    private void addAuth(Map<String, String> settings, SuiteState state) {
        addCallers(settings);
        settings.put(
                "BREAKWATER_CALLERS_API_GATEWAY_PUBLIC_KEY_FILE",
                keys.publicKey(Service.GATEWAY).toString());
        settings.put(
                "BREAKWATER_CALLERS_OPERATOR_PUBLIC_KEY_FILE",
                keys.operatorPublicKey().toString());
        settings.put("BREAKWATER_PLATFORM_ADMIN_EMAIL", state.platformAdmin().email());
        settings.put("BREAKWATER_PLATFORM_ADMIN_PASSWORD", state.platformAdmin().password());
        settings.put(
                "BREAKWATER_KEY_ENCRYPTION_KEY_FILE", keys.keyEncryptionKey().toString());
        settings.put("BREAKWATER_VERIFICATION_AUTOMATIC", "true");
        settings.put("BREAKWATER_MAIL_FOLDER", layout.mail().toString());
        settings.put("BREAKWATER_MAIL_LINK_BASE_URL", layout.gateway().toString());
        // Browsers keep no Secure cookie of plain HTTP.
        settings.put("BREAKWATER_COOKIES_SECURE", "false");
    }

    private void addAdmin(Map<String, String> settings, SuiteState state) {
        addCaller(settings, Service.ADMIN);
        settings.put("BREAKWATER_INGEST_MANAGEMENT_URL", layout.managementUrl(Service.INGEST));
        var access = state.access("admin");
        settings.put("QUARKUS_DATASOURCE_RETENTION_USERNAME", access.retention());
        settings.put("QUARKUS_DATASOURCE_RETENTION_PASSWORD", access.retentionPassword());
        settings.put(
                "BREAKWATER_AUDIT_KEY_ENCRYPTION_KEY_FILE",
                keys.auditKeyEncryptionKey().toString());
        settings.put("BREAKWATER_AUDIT_SEAL_KEY_FILE", keys.auditSealKey().toString());
        settings.put(
                "BREAKWATER_AUDIT_SEAL_PUBLIC_KEY_FILES",
                keys.auditSealPublicKey().toString());
    }

    private void addCaller(Map<String, String> settings, Service service) {
        settings.put("BREAKWATER_SERVICE_KEY_FILE", keys.privateKey(service).toString());
        settings.put("BREAKWATER_AUTH_MANAGEMENT_URL", layout.managementUrl(Service.AUTH));
    }

    private void addGateway(Map<String, String> settings) {
        addCaller(settings, Service.GATEWAY);
        for (Service upstream : new Service[] {Service.AUTH, Service.INGEST, Service.ADMIN}) {
            String name = upstream.module().replace('-', '_').toUpperCase(Locale.ROOT);
            settings.put("BREAKWATER_UPSTREAMS_" + name, layout.url(upstream));
            settings.put("BREAKWATER_HEALTH_" + name, layout.managementUrl(upstream));
        }
        settings.put("BREAKWATER_TRUSTED_PROXIES", "127.0.0.0/8,::1/128");
        // Nobody spreads load here, and whoever stops the suite does not want to wait for open streams.
        settings.put("BREAKWATER_DRAIN_DELAY", "0s");
        settings.put("BREAKWATER_DRAIN_TIMEOUT", "5s");
        if (Files.exists(layout.routes())) {
            settings.put("BREAKWATER_ROUTES_FILE", layout.routes().toString());
        }
    }
}
