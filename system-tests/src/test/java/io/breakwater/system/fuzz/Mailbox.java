package io.breakwater.system.fuzz;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the one-time tokens in the mail that the suite leaves in a folder. Safe from any thread. */
final class Mailbox {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern TOKEN = Pattern.compile("(?s)To: ([^\r\n]+).*?/([a-z-]+)\\?token=([A-Za-z0-9_-]+)");

    private final Path folder;
    private final Set<Path> read = new HashSet<>();
    /** By recipient and page of the link. */
    private final Map<List<String>, String> tokens = new ConcurrentHashMap<>();

    Mailbox(Path folder) {
        this.folder = folder;
    }

    /**
     * Waits for it.
     *
     * @param page that the link leads to: {@code accept-invitation}
     */
    String token(String recipient, String page) {
        return await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> find(List.of(recipient, page)), Optional::isPresent)
                .orElseThrow();
    }

    private synchronized Optional<String> find(List<String> wanted) throws IOException {
        if (!tokens.containsKey(wanted) && Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(found -> found.toString().endsWith(".eml"))
                        .filter(read::add)
                        .toList()) {
                    note(file);
                }
            }
        }
        return Optional.ofNullable(tokens.get(wanted));
    }

    private void note(Path file) throws IOException {
        Matcher token = TOKEN.matcher(Files.readString(file));
        if (token.find()) {
            tokens.put(List.of(token.group(1), token.group(2)), token.group(3));
        }
    }
}
