package io.breakwater.system.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.architecture.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The recipes of images and {@code compose.yaml}, as far as they can be checked without an engine that runs them. */
class ContainersTest {

    @SuppressWarnings("unused") // By @FieldSource.
    private static final List<String> SERVICES = Repository.SERVICES;

    private static final Pattern SOURCE = Pattern.compile("\\$\\{([A-Z_]+)}");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @FieldSource("SERVICES")
    void anImageRunsAsNobodyWithTheFlagsAndTheCacheOfItsTraining(String service) throws IOException {
        List<String> jvm = Files.readAllLines(Repository.ROOT.resolve(service).resolve("Containerfile.jvm"));

        assertThat(jvm).contains("USER 10001:10001").doesNotContain("USER root");
        assertThat(jvm.getLast())
                .startsWith(
                        "ENTRYPOINT [\"java\", \"@/breakwater/%1$s/jvm.flags\", \"-XX:AOTCache=/breakwater/%1$s/%1$s.aot\""
                                .formatted(service));
        assertThat(jvm.stream().filter(line -> line.startsWith("EXPOSE "))).containsExactly("EXPOSE " + ports(service));
        assertThat(Files.readAllLines(Repository.ROOT.resolve(service).resolve("Containerfile.native")))
                .contains("USER 10001:10001", "EXPOSE " + ports(service));
    }

    /** What all share is built once only if it is the same to the letter. */
    @Test
    void theStagesThatAllShareAreTheSame() {
        Set<String> shared = SERVICES.stream()
                .map(service -> Repository.ROOT.resolve(service).resolve("Containerfile.jvm"))
                .map(ContainersTest::read)
                .map(text -> text.substring(text.indexOf("ARG JDK"), text.indexOf("FROM $JRE\n")))
                .collect(Collectors.toSet());
        assertThat(shared).hasSize(1);
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void whatIsCopiedFromTheSourcesIsThere(String service) {
        String jvm = read(Repository.ROOT.resolve(service).resolve("Containerfile.jvm"));
        assertThat(jvm).contains("containers/train.sh", "/breakwater/containers/jvm.flags");
        assertThat(Repository.ROOT.resolve("containers/train.sh")).isExecutable();
        assertThat(Repository.ROOT.resolve("containers/jvm.flags")).isRegularFile();
        assertThat(Repository.ROOT.resolve("mvnw")).isExecutable();
    }

    @Test
    void composeMountsAndReadsWhatIsThere() throws IOException {
        Process keys = new ProcessBuilder(
                        Repository.ROOT.resolve("containers/keys.sh").toString(),
                        folder.resolve("compose").toString())
                .inheritIO()
                .start();
        assertThat(keys.onExit().join().exitValue()).isZero();
        Path made = folder.resolve("compose");
        Set<String> variables = Files.readAllLines(made.resolve("passwords.env")).stream()
                .map(line -> line.substring(0, line.indexOf('=')))
                .collect(Collectors.toSet());
        Matcher used = SOURCE.matcher(read(Repository.ROOT.resolve("compose.yaml")));
        assertThat(used.results().map(result -> result.group(1))).isSubsetOf(variables);

        assertThat(Compose.services().values().stream()
                        .flatMap(container -> Stream.concat(
                                Manifest.items(container.path("volumes")), Manifest.items(container.path("env_file"))))
                        .map(JsonNode::asText)
                        .map(text -> text.replaceFirst(":.*", ""))
                        .filter(text -> text.contains("/")))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(
                                file.startsWith("./.local/compose/")
                                        ? made.resolve(file.substring("./.local/compose/".length()))
                                        : Repository.ROOT.resolve(file))
                        .exists());
    }

    @Test
    void composeStartsInOrderAndPublishesTheGatewayOnly() {
        Map<String, JsonNode> services = Compose.services();
        assertThat(services).allSatisfy((name, container) -> {
            JsonNode needs = container.path("depends_on");
            Stream<String> names = needs.isArray()
                    ? Manifest.items(needs).map(JsonNode::asText)
                    : needs.properties().stream().map(Map.Entry::getKey);
            assertThat(names).as(name).allMatch(services::containsKey);
            assertThat(container.has("ports")).as(name).isEqualTo(name.equals("api-gateway"));
        });
        assertThat(services.get("api-gateway").path("ports").toString()).isEqualTo("[\"127.0.0.1:8080:8080\"]");
        Set.of("auth-service", "ingest-service", "admin-service")
                .forEach(service -> assertThat(services.get(service)
                                .at("/depends_on/" + service + "-migration/condition")
                                .asText())
                        .isEqualTo("service_completed_successfully"));
    }

    private static String ports(String service) throws IOException {
        Manifest deployment = Manifest.parse(
                        Files.readString(Kustomize.FOLDER.resolve("base/" + service + "/deployment.yaml")))
                .getFirst();
        return deployment
                .containers()
                .flatMap(container -> Manifest.items(container.path("ports")))
                .map(port -> port.path("containerPort").asText())
                .collect(Collectors.joining(" "));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
