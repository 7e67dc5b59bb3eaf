package io.breakwater.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.architecture.Repository;
import io.breakwater.system.scenario.Stories.Owner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Signing keys are replaced under way, by the operator's command. */
class SigningKeysIT {

    private final Suite suite = Suite.running();
    private final Api api = suite.api();
    private final Stories stories = new Stories(api);

    @Test
    void afterALeakOldTokensAreRefusedAndNewOnesPass() throws Exception {
        Owner before = stories.newTenant();
        String key = stories.newTenantsKey();
        assertThat(me(before)).isEqualTo(200);
        List<String> oldKeys = served();

        assertThat(operator("rotate-signing-keys", "access", "--immediately")).isZero();

        await().atMost(Duration.ofSeconds(12))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> me(before) == 401);
        assertThat(served()).doesNotContainAnyElementsOf(oldKeys).isNotEmpty();
        assertThat(me(stories.newTenant())).isEqualTo(200);
        assertThat(api.get("/api/v1/api-keys/me", "X-API-Key", key).status()).isEqualTo(200);
    }

    @Test
    void anOrderlyRotationPublishesTheNextKeyBesideTheOldAndRefusesNobody() throws Exception {
        Owner owner = stories.newTenant();
        List<String> before = served();

        assertThat(operator("rotate-signing-keys", "access")).isZero();

        assertThat(served()).containsAll(before).hasSize(before.size() + 1);
        assertThat(me(owner)).isEqualTo(200);
        assertThat(me(stories.newTenant())).isEqualTo(200);
    }

    @Test
    void aCommandWithoutTheOperatorsKeyIsRefused() throws Exception {
        Path stranger = suite.folder().resolve("keys/api-gateway.pem");

        assertThat(operator(stranger, "rotate-signing-keys", "access")).isEqualTo(1);
    }

    private int me(Owner owner) {
        return api.get("/api/v1/auth/me", owner.authorization()).status();
    }

    private List<String> served() {
        List<String> ids = new ArrayList<>();
        for (JsonNode key : api.get("/.well-known/jwks.json").body().path("keys")) {
            ids.add(key.path("kid").asText());
        }
        return ids;
    }

    private int operator(String command, String... options) throws IOException, InterruptedException {
        return operator(suite.folder().resolve("keys/operator.pem"), command, options);
    }

    private int operator(Path key, String command, String... options) throws IOException, InterruptedException {
        Path app = Repository.ROOT.resolve("auth-service/target/quarkus-app");
        List<String> line = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                app.resolve("app/*") + ":" + app.resolve("lib/boot/*") + ":" + app.resolve("lib/main/*"),
                "io.breakwater.auth.management.OperatorCommand",
                command,
                suite.stack().at("/services/auth-service/management_url").asText(),
                key.toString()));
        line.addAll(List.of(options));
        Process process = new ProcessBuilder(line).inheritIO().start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
