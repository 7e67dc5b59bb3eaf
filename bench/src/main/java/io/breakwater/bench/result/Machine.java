package io.breakwater.bench.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a figure was measured on: enough to judge it, nothing that names a host.
 *
 * @param memoryGib of the whole machine; 0 where the system does not say
 */
public record Machine(String cpu, int cores, long memoryGib, String system, String jvm) {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final Path MEMORY_INFO = Path.of("/proc/meminfo");
    private static final long KIB_IN_GIB = 1024L * 1024;

    /** This one. */
    public static Machine read() {
        return new Machine(
                value(CPU_INFO, "model name", System.getProperty("os.arch")),
                countCores(),
                (Long.parseLong(value(MEMORY_INFO, "MemTotal", "0").replaceAll("\\D", "")) + KIB_IN_GIB / 2)
                        / KIB_IN_GIB,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    }

    /** Those of the machine: this JVM may be bound to some of them. */
    private static int countCores() {
        long counted = lines(CPU_INFO).stream()
                .filter(line -> line.startsWith("processor"))
                .count();
        return counted > 0 ? (int) counted : Runtime.getRuntime().availableProcessors();
    }

    private static String value(Path file, String name, String otherwise) {
        return lines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(otherwise);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String markdown() {
        return "%s, %d cores, %d GiB, %s, %s".formatted(cpu, cores, memoryGib, system, jvm);
    }
}
