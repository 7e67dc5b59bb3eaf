package io.breakwater.ingest.deadletter;

import java.util.List;

/**
 * What a replay by filter did, or would do.
 *
 * @param matched how many were looked at, {@code max} at most
 * @param alreadyReplayed how many another replay had brought back in between
 * @param hasMore whether the filter names more than were looked at
 */
record ReplayReport(
        boolean dryRun,
        int matched,
        int processed,
        int duplicate,
        int conflict,
        int dead,
        int alreadyReplayed,
        boolean hasMore,
        List<ReplayAnswer> results) {

    static ReplayReport of(boolean dryRun, boolean hasMore, List<ReplayAnswer> results) {
        return new ReplayReport(
                dryRun,
                results.size(),
                count(results, "processed"),
                count(results, "duplicate"),
                count(results, "conflict"),
                count(results, "dead"),
                (int) results.stream().filter(ReplayAnswer::alreadyReplayed).count(),
                hasMore,
                List.copyOf(results));
    }

    private static int count(List<ReplayAnswer> results, String state) {
        return (int) results.stream()
                .filter(result -> !result.alreadyReplayed() && result.state().equals(state))
                .count();
    }
}
