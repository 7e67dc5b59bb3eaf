package io.breakwater.bench.installation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The CPU time of a process with its children, those that have ended among them: PostgreSQL's work is done by processes that come
 * and go. Read from Linux' {@code /proc/PID/stat} (proc_pid_stat(5)), in its ticks of 10 ms.
 */
final class CpuTime {

    private static final double TICKS_PER_SECOND = 100;

    /** Of the fields after the command's name, which may hold anything: user, system, and the same of ended children. */
    private static final int FIRST = 11;

    private static final int LAST = 14;

    private CpuTime() {}

    /** Since it began, in seconds; what has ended meanwhile has none. */
    static double seconds(long pid) {
        return Stream.concat(
                                Stream.of(pid),
                                ProcessHandle.of(pid).stream()
                                        .flatMap(ProcessHandle::children)
                                        .map(ProcessHandle::pid))
                        .mapToLong(CpuTime::ticks)
                        .sum()
                / TICKS_PER_SECOND;
    }

    private static long ticks(long pid) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int i = FIRST; i <= LAST; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks;
        } catch (IOException _) {
            return 0; // It has ended.
        }
    }
}
