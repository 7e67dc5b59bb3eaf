package io.breakwater.system.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.architecture.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One dashboard for each service and an overview, each of which shows what there is. */
class DashboardsTest {

    private static final Set<String> DECLARED = DeclaredMetrics.names();

    @TempDir
    private Path folder;

    @Test
    void thereIsOneForEachServiceAndAnOverviewAndAllAreProvisioned() throws IOException {
        Set<String> expected = Stream.concat(Repository.SERVICES.stream(), Stream.of("overview"))
                .map(name -> name + ".json")
                .collect(Collectors.toSet());
        assertThat(Dashboards.all().keySet()).isEqualTo(expected);
        String kustomization =
                Files.readString(Repository.ROOT.resolve("k8s/components/dashboards/kustomization.yaml"));
        assertThat(expected).allSatisfy(file -> assertThat(kustomization).contains("- " + file));
    }

    @Test
    void identifiersAreUniqueAndPanelsAreWhole() {
        Map<String, JsonNode> dashboards = Dashboards.all();
        assertThat(dashboards.values().stream().map(each -> each.path("uid").asText()))
                .doesNotHaveDuplicates()
                .allMatch(uid -> uid.matches("breakwater-[a-z-]{1,29}"));
        assertThat(dashboards.values().stream().map(each -> each.path("title").asText()))
                .doesNotHaveDuplicates();
        assertThat(dashboards.values()).allSatisfy(dashboard -> {
            List<JsonNode> panels = Dashboards.panels(dashboard).toList();
            assertThat(panels).hasSizeGreaterThanOrEqualTo(10);
            assertThat(panels.stream().map(panel -> panel.path("id").asInt())).doesNotHaveDuplicates();
            assertThat(panels).allSatisfy(panel -> {
                assertThat(panel.path("title").asText()).isNotBlank();
                assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
                assertThat(panel.path("targets")).isNotEmpty();
                assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                JsonNode at = panel.path("gridPos");
                assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(24);
            });
        });
    }

    @Test
    void panelsDoNotOverlap() {
        assertThat(Dashboards.all()).allSatisfy((name, dashboard) -> {
            Set<String> cells = new TreeSet<>();
            Dashboards.panels(dashboard).map(panel -> panel.path("gridPos")).forEach(at -> {
                for (int x = at.path("x").asInt();
                        x < at.path("x").asInt() + at.path("w").asInt();
                        x++) {
                    for (int y = at.path("y").asInt();
                            y < at.path("y").asInt() + at.path("h").asInt();
                            y++) {
                        assertThat(cells.add(x + "," + y))
                                .as("%s at %s", name, at)
                                .isTrue();
                    }
                }
            });
        });
    }

    /** Those of the framework are looked up in a running suite by {@link MetricsIT}. */
    @Test
    void everyMetricOfOursIsExported() {
        assertThat(Dashboards.queries())
                .allSatisfy(
                        query -> assertThat(Promql.names(query).stream().filter(name -> name.startsWith("breakwater")))
                                .as(query)
                                .isSubsetOf(DECLARED));
    }

    @Test
    void prometheusTakesEveryQuery() throws IOException {
        if (!Promtool.isThere("the syntax of the dashboards' queries")) {
            return;
        }
        Path rules = folder.resolve("queries.yaml");
        List<Map<String, String>> recorded = new ArrayList<>();
        Dashboards.queries()
                .distinct()
                .forEach(query -> recorded.add(Map.of("record", "query:" + recorded.size(), "expr", query)));
        Rules.YAML.writeValue(rules.toFile(), Map.of("groups", List.of(Map.of("name", "queries", "rules", recorded))));
        Promtool.passes("check", "rules", rules.toString());
    }
}
