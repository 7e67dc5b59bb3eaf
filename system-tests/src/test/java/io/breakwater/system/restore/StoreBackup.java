package io.breakwater.system.restore;

import io.breakwater.system.scenario.Suite;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files of one store as they were, taken while it served. */
final class StoreBackup {

    private static final String WAL = "pg_wal";

    /** What belongs to the running server, or is of no use to another (PostgreSQL's manual, 25.3.4). */
    private static final List<String> OF_THE_SERVER = List.of("postmaster.pid", "postmaster.opts", "redis.pid");

    private final Path data;
    private final Path copy;

    private StoreBackup(Suite suite, String store) throws IOException {
        this.data = suite.folder().resolve(store);
        this.copy = suite.folder().resolve("backup").resolve(store);
        delete(copy); // Of an earlier drill.
    }

    /** A base backup of PostgreSQL by its low-level API, which is what {@code pg_basebackup} is made of. */
    static StoreBackup ofPostgres(Suite suite) throws IOException, SQLException {
        StoreBackup backup = new StoreBackup(suite, "postgres");
        // One connection: the backup ends with it.
        try (Connection connection = suite.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('drill', fast => true)");
            copyTree(backup.data, backup.copy, List.of(WAL));
            try (ResultSet label =
                    statement.executeQuery("SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)")) {
                label.next();
                Files.writeString(backup.copy.resolve("backup_label"), label.getString(1));
            }
            // Whatever was written meanwhile, up to the end of the backup.
            copyTree(backup.data.resolve(WAL), backup.copy.resolve(WAL), List.of());
        }
        return backup;
    }

    /** Redis' append-only file, which can be copied at any time; an entry that is cut off at its end is left out at the start. */
    static StoreBackup ofRedis(Suite suite) throws IOException {
        StoreBackup backup = new StoreBackup(suite, "redis");
        copyTree(backup.data, backup.copy, List.of());
        return backup;
    }

    /** Puts the files back in place of those that are there, whose server must not run. */
    void restore() throws IOException {
        delete(data);
        copyTree(copy, data, List.of());
    }

    private static void delete(Path tree) throws IOException {
        if (Files.notExists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    Path files() {
        return copy;
    }

    /** With owners and permissions. A file that goes away meanwhile was none of the data's. */
    private static void copyTree(Path from, Path to, List<String> withoutContent) throws IOException {
        Files.createDirectories(to.getParent());
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Path copied = to.resolve(from.relativize(folder));
                if (Files.notExists(copied)) {
                    Files.copy(folder, copied, StandardCopyOption.COPY_ATTRIBUTES);
                }
                return !folder.equals(from)
                                && withoutContent.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!OF_THE_SERVER.contains(file.getFileName().toString())) {
                    try {
                        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                    } catch (NoSuchFileException e) {
                        return FileVisitResult.CONTINUE;
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }
}
