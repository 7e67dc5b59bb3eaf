package io.breakwater.localstack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DevScriptTest {

    private record Outcome(int exit, String output) {}

    @Test
    void helpNamesEveryCommand() throws IOException, InterruptedException {
        var help = dev("--help");
        assertThat(help.exit()).isZero();
        assertThat(help.output())
                .contains("up ", "down ", "status ", "logs ", "demo ", "test ", "faults ", "fmt ", "--port-base N");
    }

    @Test
    void unknownCommandIsRefusedWithTheUsage() throws IOException, InterruptedException {
        var refused = dev("bogus");
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.output()).contains("Usage: ./dev", "There is no command `bogus`.");
    }

    private static Outcome dev(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of("..", "dev").toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}
