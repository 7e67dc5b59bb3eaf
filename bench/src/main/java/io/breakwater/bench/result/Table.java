package io.breakwater.bench.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Figures, one row per thing that was measured.
 *
 * @param note how the figures came about; empty for nothing to say
 */
public record Table(String title, String note, List<Column> columns, List<Row> rows) {

    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        for (Row row : rows) {
            if (row.figures().size() != columns.size()) {
                throw new IllegalArgumentException(
                        row.name() + " has " + row.figures().size() + " figures");
            }
        }
    }

    /**
     * One thing that was measured.
     *
     * @param figures one per column; null for what was not measured
     */
    @JsonInclude
    public record Row(String name, List<@Nullable Double> figures) {

        public Row {
            figures = Collections.unmodifiableList(new ArrayList<>(figures));
        }

        /** A row of these figures. */
        public static Row of(String name, @Nullable Double... figures) {
            return new Row(name, Arrays.asList(figures));
        }
    }

    String markdown() {
        var text = new StringBuilder("### ").append(title).append("\n\n");
        if (!note.isEmpty()) {
            text.append(note).append("\n\n");
        }
        text.append("| |")
                .append(columns.stream().map(Column::title).collect(Collectors.joining(" | ", " ", " |")))
                .append("\n|---|")
                .append("---:|".repeat(columns.size()))
                .append('\n');
        for (Row row : rows) {
            text.append("| ").append(row.name()).append(" |");
            for (int i = 0; i < columns.size(); i++) {
                text.append(' ')
                        .append(shown(row.figures().get(i), columns.get(i)))
                        .append(" |");
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String shown(@Nullable Double figure, Column column) {
        return figure == null || figure.isNaN()
                ? "–"
                : String.format(Locale.ROOT, "%,." + column.decimals() + "f", figure);
    }
}
