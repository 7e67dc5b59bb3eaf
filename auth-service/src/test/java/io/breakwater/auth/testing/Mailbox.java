package io.breakwater.auth.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The mails that the service wrote to its folder. */
public final class Mailbox {

    private static final Path FOLDER = Path.of("target", "mail");

    private Mailbox() {}

    /** The mails to an address, oldest first. */
    public static List<String> of(String address) {
        if (!Files.isDirectory(FOLDER)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".eml"))
                    .sorted()
                    .map(Mailbox::read)
                    .filter(mail -> mail.contains("\nTo: " + address + "\n"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The token in the newest link to a page, once there are that many mails with one. */
    public static String token(String address, String page, int mails) {
        Pattern link = Pattern.compile("/" + page + "\\?token=([A-Za-z0-9_-]{43})\n");
        return Objects.requireNonNull(await().until(
                        () -> {
                            List<String> tokens = of(address).stream()
                                    .map(link::matcher)
                                    .filter(Matcher::find)
                                    .map(found -> found.group(1))
                                    .toList();
                            return tokens.size() < mails ? null : tokens.getLast();
                        },
                        Objects::nonNull));
    }
}
