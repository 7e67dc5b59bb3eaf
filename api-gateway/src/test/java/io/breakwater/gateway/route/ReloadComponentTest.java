package io.breakwater.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.FakeAuth;
import io.breakwater.gateway.testing.FakeUpstream;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.localstack.testing.StoresTestResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A routes file that changes while the gateway runs. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class ReloadComponentTest {

    private static final String OPEN = "methods: [GET], upstream: own, credentials: [none]}\n";

    @TestHTTPResource("/")
    URI base;

    @ConfigProperty(name = "breakwater.routes.file")
    Path link;

    @Inject
    MeterRegistry meters;

    FakeAuth auth;
    FakeUpstream upstream;
    GatewayClient client;
    Path before;
    String routes;

    @BeforeEach
    void remember() throws IOException {
        client = new GatewayClient(base);
        before = Files.readSymbolicLink(link);
        routes = Files.readString(link);
    }

    @AfterEach
    void restore() throws IOException {
        swapTo(before);
        Awaitility.await().until(() -> client.get("/ops/new").status() == 404);
        Awaitility.await().until(() -> stale() == 0);
    }

    private void swapTo(Path target) throws IOException {
        Path fresh = Files.createSymbolicLink(link.resolveSibling("fresh-" + System.nanoTime()), target);
        Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path written(String name, String content) throws IOException {
        return Files.writeString(link.resolveSibling(name), content);
    }

    private double stale() {
        return meters.get("breakwater.gateway.routes.stale").gauge().value();
    }

    private double reloads(String outcome) {
        return meters.counter("breakwater.gateway.routes.reloads", "outcome", outcome)
                .count();
    }

    @Test
    void swappedLinkBringsTheNewTableIntoForce() throws IOException {
        assertThat(client.get("/ops/new").status()).isEqualTo(404);

        swapTo(written("routes-2.yaml", routes + "  - {id: new, prefix: /ops/new, " + OPEN));

        Awaitility.await().until(() -> client.get("/ops/new").status() == 200);
    }

    @Test
    void badTableIsRefusedAndTheOldOneStays() throws IOException {
        double refused = reloads("refused");

        swapTo(written("routes-3.yaml", routes + "  - {id: new, prefix: new, " + OPEN));

        Awaitility.await().until(() -> reloads("refused") > refused);
        assertThat(stale()).isOne();
        assertThat(client.get("/ops/echo").status()).isEqualTo(200);
        assertThat(client.get("/ops/new").status()).isEqualTo(404);
        Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> reloads("refused") == refused + 1);
    }

    @Test
    void fileThatIsGoneChangesNothing() throws IOException {
        double unreadable = reloads("unreadable");

        swapTo(link.resolveSibling("nowhere.yaml"));

        Awaitility.await().until(() -> reloads("unreadable") > unreadable);
        assertThat(client.get("/ops/echo").status()).isEqualTo(200);
    }

    @Test
    void noRequestIsLostWhileTablesChange() throws IOException {
        Path other = written("routes-4.yaml", routes + "  - {id: new, prefix: /ops/new, " + OPEN);
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        double applied = reloads("applied");
        try (ExecutorService load = Executors.newFixedThreadPool(3)) {
            for (int i = 0; i < 3; i++) {
                load.execute(() -> {
                    while (!enough.get()) {
                        // Another address each, so that none is limited.
                        int status = new GatewayClient(base).get("/ops/echo").status();
                        sent.incrementAndGet();
                        if (status != 200) {
                            failed.incrementAndGet();
                        }
                    }
                });
            }
            for (int i = 1; i <= 6; i++) {
                swapTo(i % 2 == 1 ? other : before);
                double wanted = applied + i;
                Awaitility.await().until(() -> reloads("applied") >= wanted);
            }
            enough.set(true);
        }
        assertThat(sent.get()).isPositive();
        assertThat(failed.get()).isZero();
    }
}
