package io.breakwater.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.architecture.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./dev bench ingest} comes to an end and says what it should. How fast anything was is not looked at. */
class IngestBenchIT {

    private static final long LIMIT_SECONDS = 180;

    @Test
    void everyScenarioOfTheBenchmarkRuns(@TempDir Path folder) throws IOException, InterruptedException {
        Path result = folder.resolve("ingest.json");
        Path said = folder.resolve("said.log");
        Process bench = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx256m",
                        "-Dbreakwater.root=" + Repository.ROOT,
                        "-cp",
                        Repository.ROOT.resolve("bench/target/classes") + ":"
                                + Repository.ROOT.resolve("bench/target/lib/*"),
                        "io.breakwater.bench.cli.Bench",
                        "ingest",
                        "--quick",
                        "--attach",
                        Suite.running().folder().toString(),
                        "--output",
                        result.toString()))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        boolean ended = bench.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        bench.destroyForcibly();

        assertThat(ended).as(Files.readString(said)).isTrue();
        assertThat(bench.exitValue()).as(Files.readString(said)).isZero();
        JsonNode report = Api.JSON.readTree(result.toFile());
        assertThat(report.path("tables"))
                .hasSize(5)
                .allSatisfy(table -> assertThat(table.path("rows"))
                        .as(table.path("title").asText())
                        .isNotEmpty());
        assertThat(report.path("targets")).isNotEmpty();
    }
}
