package io.breakwater.system.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The habits of CONTRIBUTING.md that show only in the text of the sources. */
class SourceRulesTest {

    private static final int MAX_LINES = 300;

    @Test
    void everyPackageSaysWhatItIsAndIsNullMarked() {
        assertThat(Repository.productionSources().stream()
                        .map(Path::getParent)
                        .distinct()
                        .filter(folder ->
                                !read(folder.resolve("package-info.java")).contains("@NullMarked")))
                .isEmpty();
    }

    @Test
    void aFileIsReadInOneSitting() {
        assertThat(Repository.productionSources().stream()
                        .filter(file -> read(file).lines().count() > MAX_LINES))
                .isEmpty();
    }

    @Test
    void nobodyCatchesEverythingAndGoesOn() {
        assertNone(Repository.productionSources(), "catch \\((final )?(Exception|Throwable) ");
    }

    @Test
    void nobodySleeps() {
        assertNone(allSources(), "Thread" + "\\.sleep\\(");
    }

    @Test
    void noTestIsSkipped() {
        assertNone(Repository.testSources(), "@" + "Disabled|assume(True|That|False)\\(|Assumptions\\.");
    }

    /** Quarkus takes a bare IPv6 address for a host and its port, and opens a socket at each request to look that up. */
    @Test
    void trustedProxiesAreNetworks() {
        List<String> trusted = Repository.SERVICES.stream()
                .map(service ->
                        read(Repository.ROOT.resolve(service).resolve("src/main/resources/application.properties")))
                .flatMap(String::lines)
                .filter(line -> line.startsWith("quarkus.http.proxy.trusted-proxies="))
                .map(line -> line.substring(line.indexOf('=') + 1))
                .toList();

        assertThat(trusted)
                .isNotEmpty()
                .allSatisfy(networks ->
                        assertThat(networks.split(",")).allMatch(network -> network.matches("[0-9a-f.:]+/[0-9]+")));
    }

    @Test
    void nothingIsLeftForLater() {
        assertNone(allSources(), "\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b");
    }

    @Test
    void noAnswerQuotesAnException() {
        assertNone(
                Repository.productionSources().stream()
                        .filter(file -> file.toString().endsWith("Resource.java"))
                        .toList(),
                "\\.getMessage\\(\\)");
    }

    @Test
    void testClassesAreNamedForWhatTheyNeed() {
        Pattern test = Pattern.compile("@(Test|Property|Example|ParameterizedTest)\\b");
        assertThat(Repository.testSources().stream()
                        .filter(file -> test.matcher(read(file)).find())
                        .map(file -> file.getFileName().toString())
                        .filter(name -> !name.matches(".*(Test|IT)\\.java")))
                .isEmpty();
        assertThat(Repository.testSources().stream()
                        .filter(file -> read(file).contains("@QuarkusTest\n"))
                        // An annotation that stands for it is no test.
                        .filter(file -> !read(file).contains(" @interface "))
                        .map(file -> file.getFileName().toString())
                        .filter(name -> !name.endsWith("ComponentTest.java")))
                .isEmpty();
    }

    private static List<Path> allSources() {
        return Stream.concat(Repository.productionSources().stream(), Repository.testSources().stream())
                .toList();
    }

    private static void assertNone(List<Path> files, String regex) {
        Pattern pattern = Pattern.compile(regex);
        assertThat(files.stream().filter(file -> pattern.matcher(read(file)).find()))
                .as("files that match %s", regex)
                .isEmpty();
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
