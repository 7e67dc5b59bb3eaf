package io.breakwater.bench.result;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of a benchmark.
 *
 * @param bench its name, as {@code ./dev bench} knows it
 * @param recordedAt when it began
 * @param commit of the sources that were measured; ends in {@code -dirty} when they had changes
 * @param command how to run it again
 * @param load what was asked of what is measured, as a person reads it
 * @param missing what the machine lacks, and which rows are not there because of it
 */
public record Report(
        String bench,
        Instant recordedAt,
        String commit,
        String command,
        Machine machine,
        Map<String, String> load,
        List<String> missing,
        List<Table> tables,
        List<Target> targets) {

    public Report {
        load = Collections.unmodifiableMap(new LinkedHashMap<>(load));
        missing = List.copyOf(missing);
        tables = List.copyOf(tables);
        targets = List.copyOf(targets);
    }

    /** All of it as Markdown. */
    public String markdown() {
        var text = new StringBuilder("## ")
                .append(bench)
                .append("\n\n`")
                .append(command)
                .append("` at commit `")
                .append(commit)
                .append("`, ")
                .append(recordedAt.toString(), 0, 10)
                .append(", on ")
                .append(machine.markdown())
                .append(".\n\n");
        load.forEach((name, value) ->
                text.append("- ").append(name).append(": ").append(value).append('\n'));
        missing.forEach(what -> text.append("- missing: ").append(what).append('\n'));
        for (Table table : tables) {
            text.append('\n').append(table.markdown());
        }
        if (!targets.isEmpty()) {
            text.append("\n### Targets\n\n| | target | measured | |\n|---|---:|---:|---|\n");
            targets.forEach(target -> text.append(target.markdown()));
        }
        return text.toString();
    }
}
