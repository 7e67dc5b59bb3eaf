package io.breakwater.auth.mail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Writes each mail to {@code <folder>/<id>.eml}, a file that only its owner may read, and says so in the log. Ids sort by
 * time. A mail that is written twice is one file.
 */
final class FolderTransport implements MailTransport {

    private static final Logger LOG = Logger.getLogger(FolderTransport.class);
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNERS_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;
    private final String from;
    private final Clock clock;

    FolderTransport(Path folder, String from, Clock clock) {
        this.folder = folder.toAbsolutePath().normalize();
        this.from = from;
        this.clock = clock;
    }

    @Override
    public void send(UUID id, String recipient, MailText text) throws MailTransportException {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder, OWNERS_FOLDER);
            }
            Path draft = Files.createTempFile(folder, "draft-", ".tmp", OWNER_ONLY);
            Files.writeString(draft, message(id, recipient, text));
            Path file = folder.resolve(id + ".eml");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            LOG.infof("A mail was written to %s", file);
        } catch (IOException e) {
            throw new MailTransportException("cannot write to " + folder, e);
        }
    }

    private String message(UUID id, String recipient, MailText text) {
        return """
                Date: %s
                From: %s
                To: %s
                Subject: %s
                Message-ID: <%s@breakwater>
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                %s""".formatted(
                DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC)),
                from,
                recipient,
                encodedWord(text.subject()),
                id,
                text.body());
    }

    /** RFC 2047, where the text is not plain ASCII. */
    private static String encodedWord(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length == text.length()
                ? text
                : "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
    }
}
