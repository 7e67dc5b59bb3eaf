package io.breakwater.system.fuzz;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts answers by operation and status. Safe from any thread. */
final class Tally {

    private static final int KEPT = 3;

    private final Map<String, Map<Integer, Integer>> counts = new TreeMap<>();
    private final Map<String, Integer> faults = new TreeMap<>();
    private final Map<String, String> examples = new TreeMap<>();

    synchronized void answered(Operation operation, int status) {
        counts.computeIfAbsent(operation.id(), id -> new TreeMap<>()).merge(status, 1, Integer::sum);
    }

    /** @param what without anything that differs from call to call */
    synchronized void fault(Operation operation, String what, String example) {
        String kind = operation.id() + ": " + what;
        int seen = faults.merge(kind, 1, Integer::sum);
        if (seen <= KEPT) {
            examples.merge(kind, example, (before, another) -> before + "\n    " + another);
        }
    }

    synchronized String faults() {
        return faults.entrySet().stream()
                .map(entry -> entry.getValue() + " × " + entry.getKey() + "\n    " + examples.get(entry.getKey()))
                .collect(Collectors.joining("\n"));
    }

    synchronized int total() {
        return counts.values().stream()
                .flatMap(byStatus -> byStatus.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** A table of Markdown. */
    synchronized String table() {
        StringBuilder table = new StringBuilder("| operation | answers by status |\n|---|---|\n");
        counts.forEach((operation, byStatus) -> table.append("| `")
                .append(operation)
                .append("` | ")
                .append(byStatus.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining(", ")))
                .append(" |\n"));
        return table.toString();
    }

    /** What was never answered with success: its inputs are not good enough. */
    synchronized String withoutSuccess() {
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue().keySet().stream().noneMatch(status -> status < 400))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }
}
