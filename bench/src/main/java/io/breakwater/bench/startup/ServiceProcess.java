package io.breakwater.bench.startup;

import io.breakwater.bench.process.BenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a service of a running suite was started, to start it again with other flags.
 *
 * @param program java
 * @param jar of the service
 */
record ServiceProcess(String program, Path jar, Map<String, String> environment) {

    private static final String JAR = "-jar";

    /** Of a process that runs. */
    static ServiceProcess of(long pid) {
        List<String> command = read(pid, "cmdline");
        Map<String, String> environment = new LinkedHashMap<>();
        for (String line : read(pid, "environ")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                environment.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        int jar = command.indexOf(JAR);
        if (jar < 0) {
            throw new BenchException("Process " + pid + " runs no jar.");
        }
        return new ServiceProcess(command.getFirst(), Path.of(command.get(jar + 1)), environment);
    }

    /** The same service of another tree. */
    ServiceProcess of(Path root, String service) {
        return new ServiceProcess(
                program, root.resolve(service).resolve("target/quarkus-app/quarkus-run.jar"), environment);
    }

    /** The command with these flags. */
    List<String> command(List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(program);
        command.addAll(flags);
        command.addAll(List.of(JAR, jar.toString()));
        return command;
    }

    private static List<String> read(long pid, String file) {
        try {
            byte[] content = Files.readAllBytes(Path.of("/proc", Long.toString(pid), file));
            return List.of(new String(content, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException e) {
            throw new BenchException("How process " + pid + " was started cannot be read.", e);
        }
    }
}
