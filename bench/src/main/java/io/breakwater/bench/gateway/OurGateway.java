package io.breakwater.bench.gateway;

import io.breakwater.bench.process.ChildProcess;
import io.breakwater.bench.process.Programs;
import io.breakwater.localstack.store.LocalPorts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The packaged gateway as an operator runs it: access log and metrics on, two policies of every request, its own route. */
final class OurGateway {

    /** Far above any load: what is measured is what counting costs. Per minute. */
    static final long OUT_OF_REACH = 600_000_000;

    private final TestBed bed;

    OurGateway(TestBed bed) {
        this.bed = bed;
    }

    /**
     * Starts one.
     *
     * @param name of its log
     * @param policies settings of the policies {@code key} and {@code tenant}, which both hold for every request
     * @param flags further flags of its JVM
     */
    Subject start(String name, Map<String, String> policies, List<String> flags) {
        int port = LocalPorts.free();
        int management = LocalPorts.free();
        List<String> command = new ArrayList<>(List.of(Programs.java()));
        command.addAll(TestBed.JVM);
        command.addAll(flags);
        command.addAll(List.of(
                "-jar",
                bed.root()
                        .resolve("api-gateway/target/quarkus-app/quarkus-run.jar")
                        .toString()));
        var process = ChildProcess.start(
                        name,
                        bed.cores().measured(command),
                        environment(port, management, policies),
                        bed.work().resolve(name + ".log"))
                .awaitReady(TestBed.url(management, "/health/ready"));
        return Subject.of(TestBed.url(port, TestBed.PATH), bed.key(), process);
    }

    /** Both policies, with the limit and the consistency of each. */
    static Map<String, String> policies(String consistency, long limit, String window) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String policy : List.of("KEY", "TENANT")) {
            String prefix = "BREAKWATER_LIMITS_POLICIES_" + policy + "_";
            settings.put(prefix + "CONSISTENCY", consistency);
            settings.put(prefix + "LIMIT", Long.toString(limit));
            settings.put(prefix + "WINDOW", window);
        }
        return settings;
    }

    private Map<String, String> environment(int port, int management, Map<String, String> policies) {
        Map<String, String> settings = new LinkedHashMap<>(policies);
        var suite = bed.suite();
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        settings.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
        settings.put("QUARKUS_REDIS_HOSTS", suite.redis().toString());
        settings.put("BREAKWATER_SERVICE_KEY_FILE", suite.gatewayKey().toString());
        settings.put(
                "BREAKWATER_AUTH_MANAGEMENT_URL",
                suite.management("auth-service").toString());
        settings.put(
                "BREAKWATER_ROUTES_FILE",
                bed.write("routes.yaml", routes(bed.upstreamUrl())).toString());
        settings.put("BREAKWATER_DRAIN_DELAY", "0s");
        settings.put("BREAKWATER_DRAIN_TIMEOUT", "1s");
        return settings;
    }

    private static String routes(String upstream) {
        return """
            upstreams:
              bench:
                addresses: ["%s"]
            routes:
              - id: bench
                prefix: /bench
                methods: [GET]
                upstream: bench
                credentials: [key]
                scopes: {GET: read}
            """.formatted(upstream);
    }
}
