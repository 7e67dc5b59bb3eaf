package io.breakwater.localstack.suite;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The end of a log, to be shown with what went wrong. */
final class LogTail {

    private static final int LINES = 15;
    private static final int BYTES = 16_384;

    private LogTail() {}

    /** The last lines, indented, under the log's path; or only the path when there is nothing in it. */
    static String of(Path log) {
        List<String> lines = lastLines(log);
        String where = " Its log is " + log;
        return lines.isEmpty() ? where + "." : where + " and ends:\n    " + String.join("\n    ", lines);
    }

    private static List<String> lastLines(Path log) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - BYTES));
            byte[] end = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(end);
            List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
        } catch (IOException _) {
            return List.of(); // It never wrote one: the path is still worth naming.
        }
    }
}
