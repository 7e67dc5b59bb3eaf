package io.breakwater.system.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The manifests of every overlay are what the API takes, strictly, and break none of our rules. */
class ManifestsTest {

    @SuppressWarnings("unused") // By @FieldSource.
    private static final List<String> OVERLAYS = Kustomize.OVERLAYS;

    /** How each rule is broken on purpose; what is broken was good before. */
    private static final Map<ManifestRules, Consumer<ObjectNode>> BREAKS = Map.ofEntries(
            Map.entry(
                    ManifestRules.RUNS_AS_NO_ROOT,
                    json -> container(json, "/securityContext").put("runAsNonRoot", false)),
            Map.entry(
                    ManifestRules.HAS_A_READ_ONLY_ROOT,
                    json -> container(json, "/securityContext").remove("readOnlyRootFilesystem")),
            Map.entry(
                    ManifestRules.CANNOT_GAIN_PRIVILEGES,
                    json -> container(json, "/securityContext").remove("allowPrivilegeEscalation")),
            Map.entry(
                    ManifestRules.DROPS_ALL_CAPABILITIES,
                    json -> container(json, "/securityContext/capabilities")
                            .putArray("add")
                            .add("NET_RAW")),
            Map.entry(
                    ManifestRules.HAS_THE_RUNTIMES_SECCOMP_PROFILE,
                    json -> pod(json, "/securityContext/seccompProfile").put("type", "Unconfined")),
            Map.entry(
                    ManifestRules.SHARES_NOTHING_WITH_ITS_NODE,
                    json -> pod(json, "").put("hostNetwork", true)),
            Map.entry(
                    ManifestRules.HAS_NO_TOKEN_OF_THE_CLUSTER,
                    json -> pod(json, "").remove("automountServiceAccountToken")),
            Map.entry(
                    ManifestRules.HAS_REQUESTS_AND_LIMITS,
                    json -> container(json, "/resources/limits").remove("memory")),
            Map.entry(
                    ManifestRules.HAS_A_PINNED_IMAGE,
                    json -> container(json, "").put("image", "breakwater/auth-service")),
            Map.entry(
                    ManifestRules.REFERS_TO_SECRETS_ONLY,
                    json -> container(json, "")
                            .putArray("env")
                            .addObject()
                            .put("name", "QUARKUS_REDIS_PASSWORD")
                            .put("value", "hunter2")),
            Map.entry(ManifestRules.IS_PROBED, json -> container(json, "").remove("livenessProbe")),
            Map.entry(
                    ManifestRules.ENFORCES_RESTRICTED_POD_SECURITY,
                    json -> json.withObject("/metadata/labels").put("pod-security.kubernetes.io/enforce", "baseline")));

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void everyManifestIsWhatTheApiTakes(String overlay) {
        assertThat(manifests(overlay).map(KubernetesSchema::violation).flatMap(Optional::stream))
                .isEmpty();
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void noManifestBreaksARule(String overlay) {
        assertThat(manifests(overlay).flatMap(manifest -> ManifestRules.allViolations(manifest).stream()))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aManifestThatBreaksARuleIsFound(ManifestRules rule) {
        String kind = rule == ManifestRules.ENFORCES_RESTRICTED_POD_SECURITY ? "Namespace" : "Deployment";
        Manifest good =
                sample().filter(manifest -> manifest.is(kind)).findFirst().orElseThrow();
        ObjectNode broken = good.json().deepCopy();
        BREAKS.get(rule).accept(broken);

        assertThat(rule.violations(good)).isEmpty();
        assertThat(rule.violations(new Manifest(broken))).isNotEmpty();
    }

    @Test
    void whatTheApiDoesNotKnowIsFound() {
        Manifest good = sample().filter(manifest -> manifest.is("Deployment"))
                .findFirst()
                .orElseThrow();
        assertThat(KubernetesSchema.violation(good)).isEmpty();

        ObjectNode unknown = good.json().deepCopy();
        container(unknown, "").putObject("livenessprobe");
        ObjectNode missing = good.json().deepCopy();
        missing.withObject("/spec").remove("selector");
        ObjectNode mistyped = good.json().deepCopy();
        mistyped.withObject("/spec").put("revisionHistoryLimit", "many");
        ObjectNode elsewhere = good.json().deepCopy();
        elsewhere.put("apiVersion", "apps/v1beta1");

        assertThat(Stream.of(unknown, missing, mistyped, elsewhere))
                .allSatisfy(json -> assertThat(KubernetesSchema.violation(new Manifest(json)))
                        .isPresent());
    }

    @Test
    void whatTheMonitorsApiDoesNotKnowIsFound() throws IOException {
        Manifest good = Manifest.parse(
                        Files.readString(Kustomize.FOLDER.resolve("components/monitoring/service-monitor.yaml")))
                .getFirst();
        ObjectNode unknown = good.json().deepCopy();
        ((ObjectNode) unknown.at("/spec/endpoints/0")).put("intervall", "1s");

        assertThat(KubernetesSchema.violation(good)).isEmpty();
        assertThat(KubernetesSchema.violation(new Manifest(unknown))).isPresent();
    }

    /** Without kustomize, too: what lies in the folders is parsed, and valid as far as it is whole. */
    @Test
    void everyFileOfTheBaseIsValid() throws IOException {
        try (Stream<Path> files = Files.walk(Kustomize.FOLDER.resolve("base"))) {
            List<Manifest> manifests = files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !Set.of("kustomization.yaml", "sizing.yaml", "routes.yaml")
                            .contains(file.getFileName().toString()))
                    .flatMap(file -> parse(file).stream())
                    .toList();
            assertThat(manifests).hasSizeGreaterThan(25);
            assertThat(manifests.stream().map(KubernetesSchema::violation).flatMap(Optional::stream))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void aReplicaIsDrainedBeforeItIsKilled(String overlay) {
        assertThat(services(overlay)).allSatisfy(manifest -> {
            JsonNode pod = manifest.podTemplate().orElseThrow().path("spec");
            int grace = pod.path("terminationGracePeriodSeconds").asInt();
            if (manifest.name().equals("api-gateway")) {
                Map<String, String> settings = configMap(overlay, "api-gateway");
                long drain = seconds(settings.get("BREAKWATER_DRAIN_DELAY"))
                        + seconds(settings.get("BREAKWATER_DRAIN_TIMEOUT"));
                assertThat(seconds(settings.get("BREAKWATER_DRAIN_DELAY"))).isGreaterThanOrEqualTo(5);
                // Besides, usage is written for up to five seconds.
                assertThat((long) grace).isGreaterThanOrEqualTo(drain + 5);
            } else {
                int sleep =
                        pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asInt();
                assertThat(sleep).isGreaterThanOrEqualTo(5);
                assertThat(grace).isGreaterThanOrEqualTo(sleep + 30);
            }
        });
    }

    @Test
    void productionIsSpreadOverZonesWithThreeReplicasAtLeast() {
        assertThat(services("production")).allSatisfy(manifest -> {
            assertThat(manifest.json().path("spec").has("replicas")).isFalse();
            assertThat(Manifest.items(manifest.podTemplate().orElseThrow().at("/spec/topologySpreadConstraints"))
                            .map(constraint -> constraint.path("topologyKey").asText() + " "
                                    + constraint.path("whenUnsatisfiable").asText()))
                    .contains("topology.kubernetes.io/zone DoNotSchedule");
        });
        assertThat(manifests("production")
                        .filter(manifest -> manifest.is("HorizontalPodAutoscaler"))
                        .map(manifest -> manifest.json().at("/spec/minReplicas").asInt()))
                .allMatch(replicas -> replicas >= 3);
    }

    @Test
    void productionNamesItsProxiesUsesTlsAndARedisCluster() {
        Kustomize.overlay("production").ifPresent(manifests -> {
            Map<String, String> gateway = configMap("production", "api-gateway");
            assertThat(gateway.get("BREAKWATER_TRUSTED_PROXIES")).isNotBlank().doesNotContain("127.0.0", "0.0.0.0/0");
            assertThat(gateway).containsEntry("QUARKUS_HTTP_INSECURE_REQUESTS", "disabled");
            assertThat(configMap("production", "network").get("QUARKUS_HTTP_PROXY_TRUSTED_PROXIES"))
                    .isNotBlank()
                    .doesNotContain("0.0.0.0/0");
            assertThat(configMap("production", "redis"))
                    .containsEntry("QUARKUS_REDIS_CLIENT_TYPE", "cluster")
                    .hasEntrySatisfying(
                            "QUARKUS_REDIS_HOSTS",
                            hosts -> assertThat(hosts.split(",")).allMatch(host -> host.startsWith("rediss://")));
            assertThat(configMap("production", "database").get("QUARKUS_DATASOURCE_JDBC_URL"))
                    .contains("sslmode=verify-full");
        });
    }

    private static Map<String, String> configMap(String overlay, String name) {
        return manifests(overlay)
                .filter(manifest -> manifest.is("ConfigMap"))
                .filter(manifest -> manifest.name().matches(name + "(-[a-z0-9]{10})?"))
                .flatMap(manifest -> manifest.json().path("data").properties().stream())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().asText()));
    }

    private static Stream<Manifest> services(String overlay) {
        return manifests(overlay)
                .filter(manifest -> manifest.is("Deployment"))
                .filter(manifest -> manifest.json()
                        .at("/metadata/labels")
                        .path("app.kubernetes.io/component")
                        .asText()
                        .equals("service"));
    }

    private static Stream<Manifest> manifests(String overlay) {
        return Kustomize.overlay(overlay).stream().flatMap(List::stream);
    }

    /** A Deployment that is whole without kustomize but for its image's tag and its size, which it is given here, and a Namespace. */
    private static Stream<Manifest> sample() {
        Manifest deployment = parse(Kustomize.FOLDER.resolve("base/auth-service/deployment.yaml"))
                .getFirst();
        ObjectNode container = container((ObjectNode) deployment.json(), "");
        container.put("image", "breakwater/auth-service:0.1.0");
        container.withObject("/resources/requests").put("cpu", "1").put("memory", "1Gi");
        container.withObject("/resources/limits").put("memory", "1Gi");
        return Stream.of(
                deployment,
                parse(Kustomize.FOLDER.resolve("overlays/local/namespace.yaml")).getFirst());
    }

    private static ObjectNode pod(ObjectNode manifest, String pointer) {
        return (ObjectNode) manifest.at("/spec/template/spec" + pointer);
    }

    private static ObjectNode container(ObjectNode manifest, String pointer) {
        return (ObjectNode) manifest.at("/spec/template/spec/containers/0" + pointer);
    }

    private static long seconds(String duration) {
        return Duration.parse("PT" + duration).toSeconds();
    }

    private static List<Manifest> parse(Path file) {
        try {
            return Manifest.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
