package io.breakwater.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.system.architecture.Repository;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** docs/tutorial.md, word by word but for the gateway's port: what each line says that it prints is what it prints. */
class TutorialIT {

    private static final String GATEWAY = "http://127.0.0.1:8080";
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```bash\n(.*?)^```$");
    private static final String PRINTS = "# → ";
    private static final long LIMIT_SECONDS = 90;

    @TempDir
    Path folder;

    @Test
    @EnabledIf(value = "hasItsTools", disabledReason = "bash, curl or jq is not on the PATH")
    void everyLinePrintsWhatItSays() throws IOException, InterruptedException {
        List<String> lines = lines();
        List<String> expected = lines.stream()
                .filter(line -> line.contains(PRINTS))
                .map(line -> line.substring(line.indexOf(PRINTS) + PRINTS.length()))
                .toList();
        assertThat(expected).as("lines that say what they print").hasSizeGreaterThan(8);

        Path script =
                Files.writeString(folder.resolve("tutorial.sh"), "set -euo pipefail\n" + String.join("\n", lines));
        Path said = folder.resolve("said");
        Path complaints = folder.resolve("complaints");
        Process bash = new ProcessBuilder("bash", script.toString())
                .directory(folder.toFile())
                .redirectOutput(said.toFile())
                .redirectError(complaints.toFile())
                .start();
        try {
            assertThat(bash.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("in time")
                    .isTrue();
        } finally {
            bash.destroyForcibly();
        }

        assertThat(Files.readAllLines(said))
                .as(() -> Files.exists(complaints) ? read(complaints) : "")
                .isEqualTo(expected);
        assertThat(bash.exitValue()).isZero();
    }

    /** Of all blocks, with the port of the suite that runs. */
    private static List<String> lines() throws IOException {
        String text = Files.readString(Repository.ROOT.resolve("docs/tutorial.md"), StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        String blocks =
                BLOCK.matcher(text).results().map(block -> block.group(1)).collect(Collectors.joining("\n"));
        assertThat(blocks).contains(GATEWAY);
        blocks.replace(GATEWAY, Suite.running().gateway().toString()).lines().forEach(lines::add);
        return lines;
    }

    static boolean hasItsTools() {
        return List.of("bash", "curl", "jq").stream().allMatch(TutorialIT::isThere);
    }

    private static boolean isThere(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
