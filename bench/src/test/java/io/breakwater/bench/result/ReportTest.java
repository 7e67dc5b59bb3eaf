package io.breakwater.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final Report REPORT = new Report(
            "gateway",
            Instant.parse("2026-01-02T03:04:05Z"),
            "abc1234",
            "./dev bench gateway",
            Machine.read(),
            Map.of("connections", "32"),
            List.of("wrk"),
            List.of(new Table(
                    "CPU",
                    "",
                    List.of(new Column("CPU", "µs/request", 1), new Column("resident", "MiB", 0)),
                    List.of(Table.Row.of("nginx", 13.44, 8.0), Table.Row.of("leased", 1234.5, null)))),
            List.of(
                    Target.atMost("leased ÷ nginx", 1.9, 1.4, " ×").withStretch(1.5),
                    Target.atLeast("rate", 10_000, null, "/s")));

    @TempDir
    Path folder;

    @Test
    void whatIsKeptIsReadAgain() throws Exception {
        Path file = folder.resolve("new/gateway.json");

        ReportFiles.write(REPORT, file);

        assertThat(ReportFiles.read(file)).isEqualTo(REPORT);
        assertThat(Files.readString(folder.resolve("new/gateway.md"))).isEqualTo(REPORT.markdown());
    }

    @Test
    void whatWasNotMeasuredIsNoZero() {
        assertThat(REPORT.markdown())
                .contains("| nginx | 13.4 | 8 |")
                .contains("| leased | 1,234.5 | – |")
                .contains("- missing: wrk")
                .contains("| leased ÷ nginx | ≤ 1.90 × (stretch 1.50 ×) | 1.40 × | met, and the stretch |")
                .contains("| rate | ≥ 10,000/s | – | not measured |");
    }

    @Test
    void aRowHasAFigureForEachColumn() {
        var columns = List.of(new Column("CPU", "µs", 1));
        var rows = List.of(Table.Row.of("nginx", 1.0, 2.0));

        assertThatThrownBy(() -> new Table("CPU", "", columns, rows)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theMachineIsToldWithoutItsName() throws Exception {
        String host = Files.exists(Path.of("/etc/hostname"))
                ? Files.readString(Path.of("/etc/hostname")).strip()
                : "no-such-host";

        assertThat(Machine.read().cores()).isPositive();
        assertThat(REPORT.markdown()).doesNotContain(host);
    }

    @Test
    void medianIsTheOneInTheMiddle() {
        assertThat(Median.of(List.of(9, 1, 5), Integer::doubleValue)).isEqualTo(5);
        assertThat(Median.of(List.of(4, 1, 9, 6), Integer::doubleValue)).isEqualTo(5);
        assertThat(Median.spread(List.of(9, 1, 4), Integer::doubleValue)).isEqualTo(2);
    }
}
