package io.breakwater.admin.analytics;

import io.breakwater.admin.analytics.PostgresRollups.Cell;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * Cells by group.
 *
 * @param totals of the biggest groups over all periods, the biggest first
 * @param cells of these groups by period
 * @param others all further groups together, by period; empty when there are none
 */
record Grouping(SequencedMap<String, Counts> totals, Map<Place, Counts> cells, List<Counts> others) {

    private record Place(int period, String value) {}

    /**
     * @param most how many groups are told apart
     */
    static Grouping of(List<Cell> cells, int most, int periods) {
        Map<String, Counts> sums = new HashMap<>();
        cells.forEach(cell -> sums.merge(cell.value(), cell.counts(), Counts::plus));
        SequencedMap<String, Counts> totals = new LinkedHashMap<>();
        sums.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Counts> group) ->
                                -group.getValue().weight())
                        .thenComparing(Map.Entry::getKey))
                .limit(most)
                .forEach(group -> totals.put(group.getKey(), group.getValue()));
        Map<Place, Counts> apart = new HashMap<>();
        Map<Integer, Counts> rest = new HashMap<>();
        for (Cell cell : cells) {
            if (totals.containsKey(cell.value())) {
                apart.merge(new Place(cell.period(), cell.value()), cell.counts(), Counts::plus);
            } else {
                rest.merge(cell.period(), cell.counts(), Counts::plus);
            }
        }
        List<Counts> others = rest.isEmpty()
                ? List.of()
                : IntStream.range(0, periods)
                        .mapToObj(period -> rest.getOrDefault(period, Counts.NONE))
                        .toList();
        return new Grouping(totals, apart, others);
    }

    /** The groups in one period, zeros included, in the order of the totals. */
    SequencedMap<String, Counts> in(int period) {
        SequencedMap<String, Counts> groups = new LinkedHashMap<>();
        totals.keySet().forEach(value -> groups.put(value, cells.getOrDefault(new Place(period, value), Counts.NONE)));
        return groups;
    }
}
