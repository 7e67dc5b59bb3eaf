package io.breakwater.localstack.suite;

import io.breakwater.localstack.store.PrivateFiles;
import io.breakwater.localstack.store.Secrets;
import io.breakwater.localstack.store.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts packaged services as processes that outlive this one: in a process group of their own, deaf to the terminal's
 * hang-up, with their output in a file.
 */
final class ServiceLauncher {

    /** Arguments: the log, then the command. Prints the process's number. */
    private static final String DETACHED = """
            set -m
            trap '' HUP
            log=$1
            shift
            "$@" </dev/null >>"$log" 2>&1 &
            echo $!
            """;

    /** The quick compiler alone: with both, half of the start's time goes into code that a laptop never runs hot. */
    private static final List<String> FLAGS = List.of(
            "-XX:TieredStopAtLevel=1",
            "-Xms64m",
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /**
     * Further flags from the person: a debugger's, a profiler's, another heap's or compiler's. {@code {service}} in them is the
     * service's name, for files of each one's own.
     */
    private static final String FLAGS_VARIABLE = "DEV_JAVA_OPTIONS";

    /** When the application was packaged, in milliseconds since 1970; 0 when it is not there. */
    long build(Path jar) {
        try {
            return Files.exists(jar) ? Files.getLastModifiedTime(jar).toMillis() : 0;
        } catch (IOException e) {
            throw new SuiteException(jar + " cannot be read.", e);
        }
    }

    Launch launch(Path jar, Path log, Map<String, String> environment) {
        // Outside of the services' own prefix, where they refuse what they do not know.
        String token = "-Dlocalstack.launch=" + Secrets.password();
        List<String> command = new ArrayList<>(List.of("bash", "-c", DETACHED, "bash", log.toString()));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(token);
        command.addAll(FLAGS);
        String further = System.getenv().getOrDefault(FLAGS_VARIABLE, "").strip();
        if (!further.isEmpty()) {
            String service = log.getFileName().toString().replaceFirst("\\.log$", "");
            command.addAll(List.of(further.replace("{service}", service).split("\\s+")));
        }
        command.addAll(List.of("-jar", jar.toString()));
        try {
            keepPrevious(log);
            var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().putAll(environment);
            var shell = builder.start();
            String number = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (!number.matches("[0-9]{1,18}")) {
                throw new SuiteException("bash cannot start " + jar + ".");
            }
            long pid = Long.parseLong(number);
            long startedAt = ServerProcess.alive(pid)
                    .flatMap(process -> process.info().startInstant())
                    .map(Instant::toEpochMilli)
                    .orElse(0L);
            return new Launch(pid, token, startedAt, build(jar));
        } catch (IOException e) {
            throw new SuiteException(jar + " cannot be started.", e);
        }
    }

    /** One log per launch, and the one before it, which may tell why it ended. */
    private static void keepPrevious(Path log) throws IOException {
        PrivateFiles.createDirectories(log.resolveSibling(".").normalize());
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        PrivateFiles.write(log, "");
    }
}
