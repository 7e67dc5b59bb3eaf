package io.breakwater.system.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.system.architecture.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every alert can fire, says how bad it is, and leads to a runbook. */
class RulesTest {

    private static final Path UNIT_TESTS =
            Path.of("src/test/resources/io/breakwater/system/observability/alerts-test.yaml");

    @TempDir
    private Path folder;

    @Test
    void everyMetricOfARuleIsExported() {
        Set<String> known = new TreeSet<>(DeclaredMetrics.names());
        known.addAll(Rules.recorded());
        known.add("up");

        assertThat(Rules.all())
                .allSatisfy(rule -> assertThat(Promql.names(rule.path("expr").asText()))
                        .as(rule.path("alert").asText(rule.path("record").asText()))
                        .isNotEmpty()
                        .isSubsetOf(known));
    }

    @Test
    void everyAlertSaysHowBadItIsAndWhatToDo() {
        assertThat(Rules.alerts()).hasSizeGreaterThan(20).allSatisfy(alert -> {
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning");
            assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
            assertThat(alert.at("/annotations/runbook_url").asText())
                    .isEqualTo("docs/runbooks/" + alert.path("alert").asText() + ".md");
        });
    }

    @Test
    void everyAlertHasOneNameAndOneRunbookAndEveryRunbookAnAlert() throws IOException {
        Set<String> alerts = Rules.alerts().stream()
                .map(alert -> alert.path("alert").asText())
                .collect(Collectors.toSet());
        assertThat(alerts).hasSameSizeAs(Rules.alerts());
        try (Stream<Path> files = Files.list(Repository.ROOT.resolve("docs/runbooks"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals("README.md"))
                            .map(name -> name.substring(0, name.length() - ".md".length())))
                    .containsExactlyInAnyOrderElementsOf(alerts);
        }
    }

    /** A runbook that shows another condition than the alert's misleads. */
    @Test
    void everyRunbookShowsTheAlertsCondition() {
        assertThat(Rules.alerts()).allSatisfy(alert -> {
            String runbook = Files.readString(
                    Repository.ROOT.resolve(alert.at("/annotations/runbook_url").asText()));
            assertThat(runbook.replaceAll("\\s+", " "))
                    .contains(alert.path("expr").asText().strip().replaceAll("\\s+", " "))
                    .contains("## Look", "## Do");
            assertThat(Files.readString(Repository.ROOT.resolve("docs/runbooks/README.md")))
                    .contains("(" + alert.path("alert").asText() + ".md)");
        });
    }

    @Test
    void prometheusTakesTheRulesAndEveryAlertFires() throws IOException {
        assertThat(Rules.items(Rules.YAML.readTree(UNIT_TESTS.toFile()).path("tests"))
                        .map(test -> test.path("name").asText()))
                .containsAll(Rules.alerts().stream()
                        .map(alert -> alert.path("alert").asText())
                        .toList());
        if (!Promtool.isThere("the syntax of rules, and that each alert fires,")) {
            return;
        }
        for (Path file : Rules.files()) {
            Path plain = folder.resolve(file.getFileName());
            Rules.YAML.writeValue(plain.toFile(), Rules.spec(file));
            Promtool.passes("check", "rules", plain.toString());
        }
        Path tests = folder.resolve("alerts-test.yaml");
        Files.copy(UNIT_TESTS, tests);
        Promtool.passes("test", "rules", tests.toString());
    }

    @Test
    void theNamesOfSeriesAreFound() {
        assertThat(Promql.names(
                        "sum by (job, le) (rate(a_total{b=\"c\"}[5m])) / 1e3 > on (x) d:e_5m or vector(0) unless f"))
                .containsExactly("a_total", "d:e_5m", "f");
    }

    @Test
    void theNamesOfDeclaredSeriesAreThoseOfPrometheus() {
        assertThat(DeclaredMetrics.names())
                .contains(
                        "breakwater_gateway_requests_seconds_bucket",
                        "breakwater_killswitches_age_seconds",
                        "breakwater_outbox_behind_seconds",
                        "breakwater_ingest_accepted_total",
                        "breakwater_gateway_bodies_held_bytes")
                .doesNotContain("breakwater_outbox_lag_seconds_bucket");
    }
}
