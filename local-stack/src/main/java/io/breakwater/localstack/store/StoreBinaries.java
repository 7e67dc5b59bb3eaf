package io.breakwater.localstack.store;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/**
 * The servers' programs, unpacked once into a directory and kept there under the hash of what they came from. Safe to use
 * from several processes at once: an unpacked tree appears by rename.
 */
public final class StoreBinaries {

    /** Names a PostgreSQL installation that is to be run instead of the one of Maven: the folder with its {@code bin}. */
    private static final String POSTGRES_VARIABLE = "DEV_POSTGRES_HOME";

    private final Path directory;

    private StoreBinaries(Path directory) {
        this.directory = directory;
    }

    /**
     * The private directory, unless PostgreSQL has to run as a user that cannot look into it: then the cache of the
     * tests.
     */
    public static StoreBinaries in(Path directory) {
        return Unprivileged.detect().chown() ? ofCurrentUser() : new StoreBinaries(directory);
    }

    /**
     * A cache below the temporary directory that belongs to the current user, for tests. Others may run what is in it, as
     * PostgreSQL does when it is started by root, but not list or change it.
     */
    static StoreBinaries ofCurrentUser() {
        Path shared = Path.of(System.getProperty("java.io.tmpdir"));
        Path own = shared.resolve("breakwater-stores-" + System.getProperty("user.name"));
        try {
            Files.createDirectories(own);
            Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx--x--x"));
            Path probe = Files.createTempFile(own, "owner", null);
            boolean ours = Files.getOwner(own, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(probe))
                    && Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS);
            Files.delete(probe);
            if (!ours) {
                throw new StoreException(own + " belongs to another user; remove it or set java.io.tmpdir");
            }
        } catch (IOException e) {
            throw new StoreException("cannot create " + own, e);
        }
        return new StoreBinaries(own);
    }

    /**
     * The PostgreSQL installation for this machine: a directory with {@code bin/initdb} and so on. The person's own where they
     * name one, else what comes with Maven, which is compiled to be small, not fast.
     */
    Path postgres() {
        String own = System.getenv().getOrDefault(POSTGRES_VARIABLE, "").strip();
        if (!own.isEmpty()) {
            return Path.of(own);
        }
        try (InputStream packed = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                system(), System.getProperty("os.arch").toLowerCase(Locale.ROOT))) {
            byte[] archive = packed.readAllBytes();
            return unpacked("postgres-" + hash(archive), target -> extract(archive, target));
        } catch (IOException | IllegalStateException e) {
            throw new StoreException("cannot unpack PostgreSQL for this machine", e);
        }
    }

    /** The Redis server program for this machine. */
    Path redis() {
        try {
            String name = ExecutableProvider.newProvidedVersionsMap().get(OsArchitecture.detectOSandArchitecture());
            if (name == null) {
                throw new StoreException("there is no Redis for this machine's system and processor");
            }
            try (InputStream in = ExecutableProvider.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new StoreException("the Redis artifact has no " + name);
                }
                byte[] program = in.readAllBytes();
                Path home = unpacked("redis-" + hash(program), target -> {
                    Path file = target.resolve("redis-server");
                    Files.write(file, program);
                    makeExecutable(file);
                });
                return home.resolve("redis-server");
            }
        } catch (IOException e) {
            throw new StoreException("cannot unpack Redis for this machine", e);
        }
    }

    private static String system() {
        String name = System.getProperty("os.name");
        return name.startsWith("Mac") ? "Darwin" : name;
    }

    private interface Unpacking {
        void into(Path target) throws IOException;
    }

    private Path unpacked(String name, Unpacking unpacking) throws IOException {
        Path home = directory.resolve(name);
        if (Files.isDirectory(home)) {
            return home;
        }
        Path fresh = Files.createTempDirectory(directory, name);
        try {
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            unpacking.into(fresh);
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            PrivateFiles.deleteTree(fresh);
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
        return home;
    }

    private static void extract(byte[] archive, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(
                new BufferedInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive))))) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("entry outside of the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.resolveSibling(".").normalize());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else if (entry.isFile()) {
                    Files.copy(tar, file);
                    if ((entry.getMode() & 0100) != 0) {
                        makeExecutable(file);
                    }
                } else {
                    throw new IOException("unexpected kind of entry: " + entry.getName());
                }
            }
        }
    }

    private static void makeExecutable(Path file) throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        permissions.add(PosixFilePermission.OWNER_EXECUTE);
        permissions.add(PosixFilePermission.GROUP_EXECUTE);
        permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        Files.setPosixFilePermissions(file, permissions);
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
