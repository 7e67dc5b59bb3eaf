package io.breakwater.system.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who calls whom inside the suite, by what services are configured with, and who may, by the network policies. */
final class Peers {

    private static final Pattern ADDRESS = Pattern.compile("\\b(?:http|redis|jdbc:postgresql)://([a-z-]+):([0-9]+)");

    /** A connection between two sets of pods of ours. */
    record Call(String from, String to, int port) {}

    private final List<Manifest> manifests;

    Peers(List<Manifest> manifests) {
        this.manifests = manifests;
    }

    /** Connections to the suite's services that are configured, and those to the stores where they are inside. */
    Set<Call> called() {
        Set<Call> calls = new HashSet<>();
        Set<String> names = services().map(Manifest::name).collect(Collectors.toSet());
        services()
                .forEach(service -> service.containers()
                        .flatMap(container -> Manifest.items(container.path("envFrom")))
                        .map(source -> source.at("/configMapRef/name").asText())
                        .flatMap(this::values)
                        .forEach(value -> {
                            Matcher address = ADDRESS.matcher(value);
                            while (address.find()) {
                                Call call =
                                        new Call(service.name(), address.group(1), Integer.parseInt(address.group(2)));
                                if (names.contains(call.to()) && !call.to().equals(call.from())) {
                                    calls.add(call);
                                }
                            }
                        }));
        return calls;
    }

    /** Connections between services that policies allow at both ends. */
    Set<Call> allowed() {
        Set<Call> calls = new HashSet<>();
        for (Manifest from : services().toList()) {
            for (Manifest to : services().toList()) {
                to.containers()
                        .flatMap(container -> Manifest.items(container.path("ports")))
                        .map(port -> new Call(
                                from.name(),
                                to.name(),
                                port.path("containerPort").asInt()))
                        .filter(call -> mayEnter(call) && mayLeave(call) && !isPublic(call))
                        .forEach(calls::add);
            }
        }
        return calls;
    }

    boolean mayLeave(Call call) {
        return policiesOf(call.from(), "Egress")
                .flatMap(policy -> Manifest.items(policy.json().at("/spec/egress")))
                .anyMatch(rule -> allows(rule, "to", call.to(), call.port()));
    }

    boolean mayEnter(Call call) {
        return policiesOf(call.to(), "Ingress")
                .flatMap(policy -> Manifest.items(policy.json().at("/spec/ingress")))
                .anyMatch(rule -> allows(rule, "from", call.from(), call.port()));
    }

    /** Whether a label selector, or the plain labels of a Service, selects the pods of a template. */
    static boolean selects(JsonNode selector, JsonNode template) {
        JsonNode labels = template.at("/metadata/labels");
        boolean structured = selector.has("matchLabels") || selector.has("matchExpressions");
        JsonNode equal = structured ? selector.path("matchLabels") : selector;
        return equal.properties().stream()
                        .allMatch(label -> labels.path(label.getKey()).equals(label.getValue()))
                && Manifest.items(selector.path("matchExpressions"))
                        .allMatch(expression -> Manifest.items(expression.path("values"))
                                .anyMatch(value -> value.equals(
                                        labels.path(expression.path("key").asText()))));
    }

    private boolean allows(JsonNode rule, String side, String peer, int port) {
        boolean there = !rule.has(side)
                || Manifest.items(rule.path(side))
                        .filter(candidate -> candidate.has("podSelector") && !candidate.has("namespaceSelector"))
                        .anyMatch(candidate -> selects(candidate.path("podSelector"), template(peer)));
        return there
                && Manifest.items(rule.path("ports"))
                        .anyMatch(allowed -> allowed.path("port").asInt() == port
                                && allowed.path("protocol").asText().equals("TCP"));
    }

    private boolean isPublic(Call call) {
        return policiesOf(call.to(), "Ingress")
                .flatMap(policy -> Manifest.items(policy.json().at("/spec/ingress")))
                .anyMatch(rule -> !rule.has("from") && allows(rule, "from", call.from(), call.port()));
    }

    private Stream<Manifest> policiesOf(String name, String type) {
        return manifests.stream()
                .filter(manifest -> manifest.is("NetworkPolicy"))
                .filter(policy -> Manifest.items(policy.json().at("/spec/policyTypes"))
                        .anyMatch(each -> each.asText().equals(type)))
                .filter(policy -> selects(policy.json().at("/spec/podSelector"), template(name)));
    }

    private JsonNode template(String name) {
        return manifests.stream()
                .filter(manifest -> !manifest.is("Job") && manifest.name().equals(name))
                .flatMap(manifest -> manifest.podTemplate().stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no pods of " + name));
    }

    /** Whatever has pods and a Service, but for what only observes. */
    private Stream<Manifest> services() {
        return manifests.stream()
                .filter(manifest -> Set.of("Deployment", "StatefulSet").contains(manifest.kind()))
                .filter(manifest -> !Set.of("prometheus", "grafana").contains(manifest.name()));
    }

    private Stream<String> values(String configMap) {
        return manifests.stream()
                .filter(manifest -> manifest.is("ConfigMap") && manifest.name().equals(configMap))
                .flatMap(manifest -> manifest.json().path("data").properties().stream())
                .map(Map.Entry::getValue)
                .map(JsonNode::asText);
    }
}
