package io.breakwater.system.fuzz;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Counts answers. Safe from any thread. */
final class Tally {

    private static final int KEPT = 3;

    private final Map<String, Map<Integer, Integer>> byOperation = new TreeMap<>();
    private final Map<Kind, Map<Integer, Integer>> byKind = new TreeMap<>();
    private final Map<Standing, Map<Integer, Integer>> byStanding = new TreeMap<>();
    private final Map<String, Integer> faults = new TreeMap<>();
    private final Map<String, String> examples = new TreeMap<>();
    private int total;

    /** @param status 0 for no answer */
    synchronized void answered(Call call, int status) {
        total++;
        count(byOperation, call.operation().id(), status);
        count(byKind, call.kind(), status);
        count(byStanding, call.standing(), status);
    }

    private static <K> void count(Map<K, Map<Integer, Integer>> counts, K key, int status) {
        counts.computeIfAbsent(key, ignored -> new TreeMap<>()).merge(status, 1, Integer::sum);
    }

    /** @param what is wrong; those of one operation that differ in indices alone are one */
    synchronized void fault(Call call, String what, String example) {
        String kind = call.operation().id() + ": " + what.replaceAll("\\[\\d+]", "[]");
        int seen = faults.merge(kind, 1, Integer::sum);
        if (seen <= KEPT) {
            examples.merge(kind, example, (before, another) -> before + "\n    " + another);
        }
    }

    /** One paragraph for each kind of fault; empty for none. */
    synchronized String faults() {
        return faults.entrySet().stream()
                .map(entry -> entry.getValue() + " × " + entry.getKey() + "\n    " + examples.get(entry.getKey()))
                .collect(Collectors.joining("\n"));
    }

    synchronized int faultCount() {
        return faults.values().stream().mapToInt(Integer::intValue).sum();
    }

    synchronized int total() {
        return total;
    }

    /** Tables of Markdown. */
    synchronized String tables() {
        return table("input", byKind) + "\n" + table("credential", byStanding) + "\n" + table("operation", byOperation);
    }

    private <K> String table(String what, Map<K, Map<Integer, Integer>> counts) {
        TreeSet<Integer> statuses = new TreeSet<>();
        counts.values().forEach(byStatus -> statuses.addAll(byStatus.keySet()));
        StringBuilder table = new StringBuilder("| " + what + " | all |");
        statuses.forEach(status -> table.append(' ').append(status).append(" |"));
        table.append("\n|---|").append("---:|".repeat(1 + statuses.size())).append('\n');
        counts.forEach((key, byStatus) -> {
            String name = key instanceof Enum<?>
                    ? key.toString().toLowerCase(Locale.ROOT).replace('_', ' ')
                    : "`" + key + "`";
            table.append("| ")
                    .append(name)
                    .append(" | ")
                    .append(byStatus.values().stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .append(" |");
            statuses.forEach(status -> table.append(' ')
                    .append(byStatus.containsKey(status) ? byStatus.get(status).toString() : "")
                    .append(" |"));
            table.append('\n');
        });
        return table.toString();
    }

    /** What was never answered with success: its inputs are not good enough. */
    synchronized String withoutSuccess() {
        return byOperation.entrySet().stream()
                .filter(entry -> entry.getValue().keySet().stream().noneMatch(status -> status > 0 && status < 400))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }
}
