package io.breakwater.system.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What no manifest of ours may lack: the profile {@code restricted} of the Pod Security Standards, and what we ask beyond it. Each
 * rule says what is wrong, by container or object.
 */
enum ManifestRules {
    RUNS_AS_NO_ROOT(manifest -> containers(
            manifest,
            (pod, container) -> isTrue(container, "runAsNonRoot")
                    && (pod.at("/securityContext/runAsUser").asInt(0) >= 1))),

    HAS_A_READ_ONLY_ROOT(
            manifest -> containers(manifest, (pod, container) -> isTrue(container, "readOnlyRootFilesystem"))),

    CANNOT_GAIN_PRIVILEGES(manifest -> containers(
            manifest,
            (pod, container) -> isFalse(container, "allowPrivilegeEscalation") && isFalse(container, "privileged"))),

    DROPS_ALL_CAPABILITIES(manifest -> containers(
            manifest,
            (pod, container) -> container
                            .at("/securityContext/capabilities/drop")
                            .toString()
                            .equals("[\"ALL\"]")
                    && !container.at("/securityContext/capabilities").has("add"))),

    HAS_THE_RUNTIMES_SECCOMP_PROFILE(manifest -> pods(
            manifest,
            pod -> pod.at("/securityContext/seccompProfile/type").asText().equals("RuntimeDefault"))),

    SHARES_NOTHING_WITH_ITS_NODE(manifest -> pods(
            manifest,
            pod -> Stream.of("hostNetwork", "hostPID", "hostIPC").noneMatch(pod::has)
                    && Manifest.items(pod.path("volumes")).noneMatch(volume -> volume.has("hostPath"))
                    && Manifest.items(pod.path("containers"))
                            .flatMap(container -> Manifest.items(container.path("ports")))
                            .noneMatch(port -> port.has("hostPort")))),

    HAS_NO_TOKEN_OF_THE_CLUSTER(manifest -> manifest.is("ServiceAccount")
            ? check(manifest, isFalseAt(manifest.json(), "/automountServiceAccountToken"))
            : pods(manifest, pod -> isFalseAt(pod, "/automountServiceAccountToken"))),

    HAS_REQUESTS_AND_LIMITS(manifest -> containers(
            manifest,
            (pod, container) -> container.at("/resources/requests").has("cpu")
                    && container.at("/resources/requests").has("memory")
                    && container.at("/resources/limits").has("memory"))),

    HAS_A_PINNED_IMAGE(manifest -> containers(
            manifest,
            (pod, container) -> container.path("image").asText().matches("[^:]+:.*\\d.*|.*@sha256:[0-9a-f]{64}"))),

    REFERS_TO_SECRETS_ONLY(manifest -> {
        if (manifest.is("Secret")) {
            return List.of(manifest + " is a Secret");
        }
        return containers(
                manifest,
                (pod, container) -> Manifest.items(container.path("env"))
                        .filter(variable -> variable.path("name").asText().matches(".*(PASSWORD|SECRET|TOKEN).*"))
                        .allMatch(variable -> variable.at("/valueFrom").has("secretKeyRef")));
    }),

    IS_PROBED(manifest -> Set.of("Deployment", "StatefulSet").contains(manifest.kind())
            ? containers(
                    manifest, (pod, container) -> container.has("readinessProbe") && container.has("livenessProbe"))
            : List.of()),

    ENFORCES_RESTRICTED_POD_SECURITY(manifest -> manifest.is("Namespace")
            ? check(
                    manifest,
                    manifest.json()
                            .at("/metadata/labels")
                            .path("pod-security.kubernetes.io/enforce")
                            .asText()
                            .equals("restricted"))
            : List.of());

    private interface ContainerCheck {
        boolean holds(JsonNode pod, JsonNode container);
    }

    private interface PodCheck {
        boolean holds(JsonNode pod);
    }

    @SuppressWarnings("ImmutableEnumChecker") // Every rule is a lambda without state.
    private final Function<Manifest, List<String>> rule;

    ManifestRules(Function<Manifest, List<String>> rule) {
        this.rule = rule;
    }

    /** Where a manifest breaks this rule. */
    List<String> violations(Manifest manifest) {
        return rule.apply(manifest).stream()
                .map(where -> where + " breaks " + this)
                .toList();
    }

    static List<String> allViolations(Manifest manifest) {
        return Arrays.stream(values())
                .flatMap(rule -> rule.violations(manifest).stream())
                .toList();
    }

    private static List<String> containers(Manifest manifest, ContainerCheck check) {
        return manifest.containers()
                .filter(container ->
                        !check.holds(manifest.podTemplate().orElseThrow().path("spec"), container))
                .map(container -> manifest + " " + container.path("name").asText())
                .toList();
    }

    private static List<String> pods(Manifest manifest, PodCheck check) {
        return manifest.podTemplate().stream()
                .filter(template -> !check.holds(template.path("spec")))
                .map(template -> manifest.toString())
                .toList();
    }

    private static List<String> check(Manifest manifest, boolean holds) {
        return holds ? List.of() : List.of(manifest.toString());
    }

    private static boolean isTrue(JsonNode container, String field) {
        return container.at("/securityContext").path(field).asBoolean(false);
    }

    private static boolean isFalse(JsonNode container, String field) {
        return isFalseAt(container, "/securityContext/" + field);
    }

    private static boolean isFalseAt(JsonNode node, String pointer) {
        return !node.at(pointer).asBoolean(true);
    }
}
