package io.breakwater.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a process and its children have used.
 *
 * @param cpu user and system time since they began, in the kernel's ticks of 10 ms
 * @param residentBytes memory that is in RAM; null where the system does not say (it is read from {@code /proc})
 */
public record Usage(Duration cpu, @Nullable Long residentBytes) {

    private static final String RESIDENT = "VmRSS:";

    /** Of a process now; none of it where it has ended. */
    public static Usage of(ProcessHandle process) {
        Duration cpu = family(process)
                .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
        return new Usage(cpu, resident(process));
    }

    private static @Nullable Long resident(ProcessHandle process) {
        long bytes = 0;
        for (ProcessHandle one : family(process).toList()) {
            Path status = Path.of("/proc", Long.toString(one.pid()), "status");
            if (!Files.exists(status)) {
                return null;
            }
            try (Stream<String> lines = Files.lines(status)) {
                bytes += lines.filter(line -> line.startsWith(RESIDENT))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                        .sum();
            } catch (IOException | UncheckedIOException e) {
                return null; // It ended meanwhile.
            }
        }
        return bytes;
    }

    private static Stream<ProcessHandle> family(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants());
    }
}
