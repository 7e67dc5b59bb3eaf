package io.breakwater.system.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.system.architecture.Repository;
import io.breakwater.system.scenario.Suite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the running services export is what rules and dashboards count on. */
class MetricsIT {

    @Test
    void whatRulesAndDashboardsAskForIsExported() throws Exception {
        Set<String> exported = exported();
        Set<String> asked = Stream.concat(
                        Dashboards.queries(),
                        Rules.all().stream().map(rule -> rule.path("expr").asText()))
                .flatMap(query -> Promql.names(query).stream())
                .filter(name -> !name.startsWith("breakwater") && !name.equals("up"))
                .collect(Collectors.toSet());

        assertThat(asked).isNotEmpty().isSubsetOf(exported);
    }

    /** So that a name that the sources seem to declare is one that Prometheus sees. */
    @Test
    void whatIsExportedIsWhatTheSourcesDeclare() throws Exception {
        assertThat(exported().stream().filter(name -> name.startsWith("breakwater")))
                .hasSizeGreaterThan(50)
                .isSubsetOf(DeclaredMetrics.names());
    }

    private static Set<String> exported() throws IOException, InterruptedException {
        Suite suite = Suite.running();
        suite.api().get("/api/v1/version");
        Set<String> names = new TreeSet<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (String service : Repository.SERVICES) {
                URI management = URI.create(suite.stack()
                        .at("/services/" + service + "/management_url")
                        .asText());
                http.send(
                                HttpRequest.newBuilder(management.resolve("/metrics"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofLines())
                        .body()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.replaceFirst("[{ ].*", ""))
                        .forEach(names::add);
            }
        }
        return names;
    }
}
