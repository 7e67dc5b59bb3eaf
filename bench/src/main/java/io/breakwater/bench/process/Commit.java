package io.breakwater.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which sources are measured. */
public final class Commit {

    private Commit() {}

    /** The short name of the commit that is checked out, with {@code -dirty} when something is changed; else {@code unknown}. */
    public static String of(Path root) {
        try {
            String name = git(root, "rev-parse", "--short=10", "HEAD");
            boolean changed =
                    !git(root, "status", "--porcelain", "--untracked-files=no").isEmpty();
            return name.isEmpty() ? "unknown" : name + (changed ? "-dirty" : "");
        } catch (IOException e) {
            return "unknown"; // No git.
        }
    }

    private static String git(Path root, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
