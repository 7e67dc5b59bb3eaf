package io.breakwater.bench.gateway;

import io.breakwater.bench.process.ChildProcess;
import io.breakwater.bench.process.Programs;
import io.breakwater.localstack.store.LocalPorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The others, each set up as its own documentation says for a proxy that knows keys and counts requests. */
final class Peers {

    private final TestBed bed;

    Peers(TestBed bed) {
        this.bed = bed;
    }

    static Path springJar(Path root) {
        return root.resolve("bench/peers/spring-cloud-gateway/target/spring-cloud-gateway.jar");
    }

    /** Why a variant cannot run here; empty when it can. */
    static String lacks(Variant variant, Path root) {
        return switch (variant) {
            case NGINX ->
                Programs.find("nginx").isPresent() ? "" : "nginx is not on the PATH (Debian: apt install nginx-light)";
            case SPRING ->
                Files.exists(springJar(root))
                        ? ""
                        : "Spring Cloud Gateway is not built (./mvnw -f bench/peers/spring-cloud-gateway package)";
            case DIRECT, BARE, LEASED, STRICT -> "";
        };
    }

    Subject direct() {
        return new Subject(TestBed.url(bed.upstreamPort(), TestBed.PATH), bed.key(), null, List.of());
    }

    Subject nginx() {
        int port = LocalPorts.free();
        String key = bed.apiKey();
        Path file = bed.write("nginx.conf", nginx(bed.work(), port, bed.upstreamPort(), key));
        String program = Programs.find("nginx").orElseThrow().toString();
        return running("nginx", port, List.of(program, "-p", bed.work().toString(), "-c", file.toString()));
    }

    Subject bare() {
        int port = LocalPorts.free();
        return running(
                "bare",
                port,
                TestBed.jvm(BareProxyMain.class, Integer.toString(port), Integer.toString(bed.upstreamPort())));
    }

    Subject spring() {
        int port = LocalPorts.free();
        List<String> command = new ArrayList<>(List.of(Programs.java()));
        command.addAll(TestBed.JVM);
        command.addAll(List.of(
                "-jar",
                springJar(bed.root()).toString(),
                "--server.port=" + port,
                "--bench.upstream=" + bed.upstreamUrl(),
                "--spring.data.redis.url=" + bed.suite().redis()));
        return running("spring", port, command);
    }

    /** Not probed without a key, which some refuse: whoever listens is asked by the first round. */
    private Subject running(String name, int port, List<String> command) {
        var process = ChildProcess.start(
                name, bed.cores().measured(command), Map.of(), bed.work().resolve(name + ".log"));
        return Subject.of(TestBed.url(port, TestBed.PATH), bed.key(), process.awaitListening(port));
    }

    private static String nginx(Path work, int port, int upstreamPort, String key) {
        return """
            daemon off;
            worker_processes 1;
            pid %1$s/nginx.pid;
            error_log %1$s/nginx-error.log warn;
            events { worker_connections 1024; }
            http {
              access_log %1$s/nginx-access.log combined;
              client_body_temp_path %1$s/nginx-body;
              proxy_temp_path %1$s/nginx-proxy;
              fastcgi_temp_path %1$s/nginx-fastcgi;
              uwsgi_temp_path %1$s/nginx-uwsgi;
              scgi_temp_path %1$s/nginx-scgi;
              keepalive_requests 1000000000;
              map $http_x_api_key $tenant { default ""; "%4$s" "demo"; }
              limit_req_zone $tenant zone=tenants:1m rate=1000000r/s;
              upstream bench { server 127.0.0.1:%3$d; keepalive 64; keepalive_requests 1000000000; }
              server {
                listen 127.0.0.1:%2$d;
                location /bench/ {
                  if ($tenant = "") { return 401; }
                  limit_req zone=tenants burst=100000 nodelay;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_set_header X-Tenant $tenant;
                  proxy_set_header X-API-Key "";
                  proxy_pass http://bench;
                }
              }
            }
            """.formatted(work, port, upstreamPort, key);
    }
}
