package io.breakwater.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.breakwater.bench.load.LoadGenerator;
import io.breakwater.bench.load.LoadPlan;
import io.breakwater.bench.process.BenchException;
import io.breakwater.bench.process.Cores;
import io.breakwater.bench.result.Report;
import io.breakwater.bench.result.Table;
import io.breakwater.localstack.suite.StopSignal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the comparison runs, with the variants that need no suite; no figure of such a short run means anything. */
class GatewayBenchTest {

    @TempDir
    Path work;

    @Test
    void measuresWhatLiesBeforeTheUpstream() {
        var stop = StopSignal.ofThisProcess();
        try {
            Report report = new GatewayBench(work, stop, line -> {})
                    .run(new GatewayBench.Question(
                            Pace.SMOKE, Set.of("bare"), 0, false, 0, work, List.of(), "./dev bench gateway"));

            assertThat(report.missing()).isEmpty();
            Table variants = report.tables().getFirst();
            assertThat(variants.rows()).extracting(Table.Row::name).containsExactly("bare proxy");
            assertThat(variants.rows().getLast().figures())
                    .as("of a process of its own, every figure is known")
                    .doesNotContainNull()
                    .allSatisfy(figure -> assertThat(figure).isNotNegative());
            assertThat(report.markdown())
                    .contains("| CPU: leased ÷ nginx | ≤ 1.90 (stretch 1.50) | – | not measured |");
        } finally {
            stop.done();
        }
    }

    @Test
    void aRoundOfOtherAnswersIsNoMeasurement() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        URI url = TestBed.url(server.getAddress().getPort(), TestBed.PATH);
        try (var generator = LoadGenerator.start(Cores.any(), work.resolve("generator.log"))) {
            var subject = new Subject(url, Map.of(), null, List.of());
            var plan = LoadPlan.get(url, Map.of(), Duration.ofMillis(500), Duration.ofSeconds(1));

            assertThatThrownBy(() -> Round.run(generator, subject, plan))
                    .isInstanceOf(BenchException.class)
                    .hasMessageContaining("404");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void unknownVariantsAreNamed() {
        assertThatThrownBy(() -> Variant.of("haproxy"))
                .hasMessageContaining("haproxy")
                .hasMessageContaining("leased");
    }
}
