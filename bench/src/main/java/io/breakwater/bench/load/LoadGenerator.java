package io.breakwater.bench.load;

import io.breakwater.bench.process.BenchException;
import io.breakwater.bench.process.Cores;
import io.breakwater.bench.process.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs plans, each in a new JVM on the cores of those that measure. */
public final class LoadGenerator {

    private static final List<String> FLAGS = List.of(
            "-Xms256m",
            "-Xmx512m",
            "-Xmn192m",
            "-XX:+UseSerialGC",
            "-XX:+AlwaysPreTouch",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dorg.apache.logging.log4j.simplelog.level=WARN");

    private final Cores cores;
    private final Path errors;

    /** @param errors where the generator's complaints go */
    public LoadGenerator(Cores cores, Path errors) {
        this.cores = cores;
        this.errors = errors;
    }

    /** Who wants to look at what is measured at the right moments. */
    public interface Window {

        /** The time that counts begins. */
        void begins();

        /** It ends. */
        void ends();

        /** For who does not. */
        Window UNWATCHED = new Window() {
            @Override
            public void begins() {}

            @Override
            public void ends() {}
        };
    }

    /**
     * Runs a plan to its end.
     *
     * @throws BenchException if the generator does not come to it
     */
    public LoadResult run(LoadPlan plan, Window window) {
        List<String> command = new ArrayList<>(List.of(Programs.java()));
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), GeneratorMain.class.getName()));
        try {
            Process process = new ProcessBuilder(cores.others(command))
                    .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                    .start();
            try {
                try (var plans = process.getOutputStream()) {
                    plans.write(Wire.write(plan).getBytes(StandardCharsets.UTF_8));
                }
                @Nullable LoadResult result = follow(process, window);
                if (result == null) {
                    throw new BenchException("The load generator ended early; see " + errors + ".");
                }
                return result;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new BenchException("The load generator cannot be run.", e);
        }
    }

    private static @Nullable LoadResult follow(Process process, Window window) throws IOException {
        @Nullable LoadResult result = null;
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(Wire.BEGIN)) {
                    window.begins();
                } else if (line.equals(Wire.END)) {
                    window.ends();
                } else if (line.startsWith(Wire.RESULT)) {
                    result = Wire.read(line.substring(Wire.RESULT.length()), LoadResult.class);
                }
            }
        }
        return result;
    }
}
