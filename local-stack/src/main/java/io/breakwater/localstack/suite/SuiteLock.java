package io.breakwater.localstack.suite;

import io.breakwater.localstack.store.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Holds a suite for one changing command; the system lets go of it when the command's process ends, however it ends. */
final class SuiteLock implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final FileChannel channel;

    private SuiteLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws SuiteException when another command holds it
     */
    static SuiteLock acquire(SuiteLayout layout) {
        return tryAcquire(layout)
                .orElseThrow(() -> new SuiteException(
                        "Another ./dev command is starting or stopping this suite; wait until it is done."));
    }

    /** Takes the lock, waiting for the command that holds it, at most so long. */
    static SuiteLock acquire(SuiteLayout layout, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            var lock = tryAcquire(layout);
            if (lock.isPresent()) {
                return lock.get();
            }
            if (System.nanoTime() > deadline) {
                return acquire(layout);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static Optional<SuiteLock> tryAcquire(SuiteLayout layout) {
        try {
            PrivateFiles.createDirectories(layout.local());
            PrivateFiles.createDirectories(layout.directory());
            var channel = FileChannel.open(layout.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return Optional.of(new SuiteLock(channel));
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new SuiteException("The lock file " + layout.lockFile() + " cannot be used.", e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false; // Held by this very process.
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new SuiteException("The suite's lock cannot be released.", e);
        }
    }
}
