package io.breakwater.bench.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who runs where: what is measured has the last core to itself, all else the others, by {@code taskset} (util-linux). Where
 * there is none, or a single core, everything runs everywhere and {@link #describe} says so.
 */
public final class Cores {

    private final Optional<Path> taskset;
    private final int count;

    private Cores(Optional<Path> taskset, int count) {
        this.taskset = count > 1 ? taskset : Optional.empty();
        this.count = count;
    }

    /**
     * Those of this machine.
     *
     * @param count how many it has
     */
    public static Cores ofThisMachine(int count) {
        return new Cores(Programs.find("taskset"), count);
    }

    /** Everything anywhere: for who does not measure. */
    public static Cores any() {
        return new Cores(Optional.empty(), 1);
    }

    /** The command, bound to the core of what is measured. */
    public List<String> measured(List<String> command) {
        return bound(Integer.toString(count - 1), command);
    }

    /** The command, bound to all other cores. */
    public List<String> others(List<String> command) {
        return bound(rest(), command);
    }

    /** Moves this JVM, and whatever it starts from now on without saying where, to the other cores. */
    public void moveHere() {
        if (taskset.isEmpty()) {
            return;
        }
        try {
            var move = new ProcessBuilder(
                            taskset.get().toString(),
                            "-acp",
                            rest(),
                            Long.toString(ProcessHandle.current().pid()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (move.waitFor() != 0) {
                throw new BenchException("taskset cannot bind this process to cores " + rest() + ".");
            }
        } catch (IOException e) {
            throw new BenchException("taskset cannot be run.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted.", e);
        }
    }

    /** For the report. */
    public String describe() {
        return taskset.isPresent()
                ? "what is measured on core %d alone, all else on core %s".formatted(count - 1, rest())
                : "nothing is bound to a core (no taskset, or a single core)";
    }

    private String rest() {
        return count == 2 ? "0" : "0-" + (count - 2);
    }

    private List<String> bound(String cores, List<String> command) {
        List<String> bound = new ArrayList<>();
        taskset.ifPresent(program -> bound.addAll(List.of(program.toString(), "-c", cores)));
        bound.addAll(command);
        return bound;
    }
}
