package io.breakwater.system.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What manifests name is there, and network policies allow what is configured to be called, and nothing else inside. */
class ReferencesTest {

    @SuppressWarnings("unused") // By @FieldSource.
    private static final List<String> OVERLAYS = Kustomize.OVERLAYS;

    /** Made by whoever installs the suite, besides what {@code k8s/secrets.sh} makes. */
    private static final Set<String> MADE_BY_HAND = Set.of("ConfigMap/store-ca", "Secret/api-gateway-tls");

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void whatAPodRefersToIsThere(String overlay) {
        List<Manifest> manifests = rendered(overlay);
        Set<String> there = Stream.concat(manifests.stream(), Kustomize.secrets("breakwater").stream())
                .map(Manifest::toString)
                .collect(Collectors.toSet());
        there.addAll(MADE_BY_HAND);

        assertThat(manifests.stream().flatMap(ReferencesTest::references)).isSubsetOf(there);
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void everyKeyOfASecretThatIsReferredToIsMade(String overlay) {
        Map<String, Set<String>> keys = Kustomize.secrets("breakwater").stream()
                .filter(manifest -> manifest.is("Secret"))
                .collect(Collectors.toMap(
                        Manifest::name,
                        manifest -> manifest.json().path("stringData").properties().stream()
                                .map(Map.Entry::getKey)
                                .collect(Collectors.toSet())));

        assertThat(rendered(overlay).stream()
                        .flatMap(Manifest::containers)
                        .flatMap(container -> Manifest.items(container.path("env")))
                        .map(variable -> variable.at("/valueFrom/secretKeyRef"))
                        .filter(reference -> !reference.isMissingNode()
                                && !reference.path("optional").asBoolean()))
                .allSatisfy(
                        reference -> assertThat(keys.get(reference.path("name").asText()))
                                .as("%s", reference)
                                .contains(reference.path("key").asText()));
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void everySelectorFindsPods(String overlay) {
        List<Manifest> manifests = rendered(overlay);
        assertThat(manifests.stream().flatMap(ReferencesTest::selectors))
                .allSatisfy(selector -> assertThat(manifests.stream()
                                .flatMap(manifest -> manifest.podTemplate().stream())
                                .filter(pod -> Peers.selects(selector, pod)))
                        .as("%s", selector)
                        .isNotEmpty());
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void nothingIsReachedWithoutAPolicy(String overlay) {
        List<Manifest> manifests = rendered(overlay);
        if (!manifests.isEmpty()) {
            assertThat(manifests.stream()
                            .filter(manifest -> manifest.is("NetworkPolicy"))
                            .filter(manifest ->
                                    manifest.json().at("/spec/podSelector").isEmpty())
                            .map(manifest -> manifest.json().path("spec").toString()))
                    .containsExactly("{\"podSelector\":{},\"policyTypes\":[\"Ingress\",\"Egress\"]}");
        }
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void policiesAllowAtBothEndsWhatOneServiceCallsOfAnother(String overlay) {
        Peers peers = new Peers(rendered(overlay));

        assertThat(peers.called()).allSatisfy(call -> {
            assertThat(peers.mayLeave(call)).as("%s may leave", call).isTrue();
            assertThat(peers.mayEnter(call)).as("%s may enter", call).isTrue();
        });
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void policiesAllowNothingBetweenServicesThatNobodyCalls(String overlay) {
        Peers peers = new Peers(rendered(overlay));

        assertThat(peers.allowed()).isSubsetOf(peers.called());
    }

    private static List<Manifest> rendered(String overlay) {
        return Kustomize.overlay(overlay).orElse(List.of());
    }

    private static Stream<JsonNode> selectors(Manifest manifest) {
        return switch (manifest.kind()) {
            case "Service" -> Stream.of(manifest.json().at("/spec/selector"));
            case "PodDisruptionBudget" -> Stream.of(manifest.json().at("/spec/selector"));
            case "NetworkPolicy" -> Stream.of(manifest.json().at("/spec/podSelector"));
            default -> Stream.empty();
        };
    }

    private static Stream<String> references(Manifest manifest) {
        Set<String> names = new HashSet<>();
        manifest.podTemplate().map(template -> template.path("spec")).ifPresent(pod -> {
            if (pod.has("serviceAccountName")) {
                names.add("ServiceAccount/" + pod.path("serviceAccountName").asText());
            }
            Manifest.items(pod.path("volumes")).forEach(volume -> {
                if (volume.has("secret")) {
                    names.add("Secret/" + volume.at("/secret/secretName").asText());
                } else if (volume.has("configMap")) {
                    names.add("ConfigMap/" + volume.at("/configMap/name").asText());
                }
            });
        });
        manifest.containers().forEach(container -> {
            Manifest.items(container.path("envFrom"))
                    .forEach(source -> names.add(
                            "ConfigMap/" + source.at("/configMapRef/name").asText()));
            Manifest.items(container.path("env"))
                    .map(variable -> variable.at("/valueFrom/secretKeyRef"))
                    .filter(reference ->
                            reference.has("name") && !reference.path("optional").asBoolean())
                    .forEach(reference ->
                            names.add("Secret/" + reference.path("name").asText()));
        });
        return names.stream();
    }
}
