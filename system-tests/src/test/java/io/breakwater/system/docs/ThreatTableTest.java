package io.breakwater.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.system.architecture.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/security.md} names a test for every threat, and each of them exists. */
class ThreatTableTest {

    private static final Pattern TEST = Pattern.compile("`([A-Za-z0-9]+(?:Test|IT))`");
    private static final Set<String> TESTS = Repository.testSources().stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        assertThat(rows().stream().flatMap(ThreatTableTest::tests)).isNotEmpty().isSubsetOf(TESTS);
    }

    @Test
    void everyThreatNamesATest() throws IOException {
        assertThat(rows())
                .hasSizeGreaterThan(20)
                .allSatisfy(row -> assertThat(tests(row)).as(row).isNotEmpty());
    }

    @Test
    void everyRiskOfOwaspsListIsThereOnce() throws IOException {
        assertThat(rows().stream()
                        .filter(row -> row.startsWith("| API"))
                        .map(row -> row.substring("| ".length(), row.indexOf(' ', "| ".length()))))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 10).mapToObj(n -> "API" + n).toList());
    }

    /** The rows of the tables whose last column is headed {@code tests}. */
    private static List<String> rows() throws IOException {
        List<String> lines = Files.readAllLines(Repository.ROOT.resolve("docs/security.md"));
        return IntStream.range(0, lines.size())
                .filter(start -> lines.get(start).endsWith("| tests |"))
                .boxed()
                .flatMap(start -> lines.stream().skip(start + 2L).takeWhile(line -> line.startsWith("|")))
                .toList();
    }

    private static Stream<String> tests(String row) {
        return TEST.matcher(row).results().map((MatchResult found) -> found.group(1));
    }
}
