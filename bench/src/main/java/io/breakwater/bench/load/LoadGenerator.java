package io.breakwater.bench.load;

import io.breakwater.bench.process.BenchException;
import io.breakwater.bench.process.Cores;
import io.breakwater.bench.process.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM on the cores of those that measure, which runs one plan after the other. Ends with {@link #close}. For one thread. */
public final class LoadGenerator implements AutoCloseable {

    private static final List<String> FLAGS = List.of(
            "-Xms320m",
            "-Xmx320m",
            "-Xmn224m",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dorg.apache.logging.log4j.simplelog.level=WARN");

    private final Process process;
    private final OutputStream plans;
    private final BufferedReader lines;
    private final Path complaints;

    private LoadGenerator(Process process, Path complaints) {
        this.process = process;
        this.plans = process.getOutputStream();
        this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.complaints = complaints;
    }

    /**
     * Starts one.
     *
     * @param complaints the file where what it has to complain about goes
     * @throws BenchException if it cannot be started
     */
    public static LoadGenerator start(Cores cores, Path complaints) {
        List<String> command = new ArrayList<>(List.of(Programs.java()));
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), GeneratorMain.class.getName()));
        try {
            return new LoadGenerator(
                    new ProcessBuilder(cores.others(command))
                            .redirectError(ProcessBuilder.Redirect.to(complaints.toFile()))
                            .start(),
                    complaints);
        } catch (IOException e) {
            throw new BenchException("The load generator cannot be started.", e);
        }
    }

    /** Who wants to look at what is measured at the right moments. */
    public interface Window {

        /** For who does not. */
        Window UNWATCHED = new Window() {
            @Override
            public void begins() {}

            @Override
            public void ends() {}
        };

        /** The time that counts begins. */
        void begins();

        /** It ends. */
        void ends();
    }

    /**
     * Runs a plan to its end.
     *
     * @throws BenchException if the generator does not come to it
     */
    public LoadResult run(LoadPlan plan, Window window) {
        try {
            plans.write((Wire.write(plan) + "\n").getBytes(StandardCharsets.UTF_8));
            plans.flush();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(Wire.BEGIN)) {
                    window.begins();
                } else if (line.equals(Wire.END)) {
                    window.ends();
                } else if (line.startsWith(Wire.RESULT)) {
                    return Wire.read(line.substring(Wire.RESULT.length()), LoadResult.class);
                }
            }
            throw new BenchException("The load generator ended early; see " + complaints + ".");
        } catch (IOException e) {
            throw new BenchException("The load generator does not listen; see " + complaints + ".", e);
        }
    }

    /** For its own CPU time. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
