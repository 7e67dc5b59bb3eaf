package io.breakwater.auth.password;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and checks passwords, a bounded number at once. Passwords are taken in Unicode's NFC, so that one typed on
 * another keyboard still fits. Callers wait; call it on a virtual thread.
 */
@ApplicationScoped
public class PasswordHasher {

    private static final String RETRY_AFTER_SECONDS = "2";

    private final Argon2id algorithm;
    private final SecureRandom random = new SecureRandom();
    private final ThreadPoolExecutor pool;
    private final String nobodysHash;

    @Inject
    PasswordHasher(PasswordConfig config) {
        this(
                new Argon2id(
                        Math.toIntExact(config.memory().asLongValue() / 1024),
                        config.iterations(),
                        config.parallelism()),
                config.threads(),
                config.queue());
    }

    PasswordHasher(Argon2id algorithm, int threads, int queue) {
        this.algorithm = algorithm;
        this.pool = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queue),
                Thread.ofPlatform().name("argon2-", 0).daemon().factory());
        this.nobodysHash = algorithm.hash("", random);
    }

    /**
     * A new hash, to be stored.
     *
     * @throws ProblemException {@code SERVICE_UNAVAILABLE} when too many hashes are waiting
     */
    public String hash(String password) {
        String normal = normal(password);
        return compute(() -> algorithm.hash(normal, random));
    }

    /** Whether a stored hash was made with other parameters than the present ones, or another algorithm. */
    public boolean isOutdated(String encoded) {
        return !algorithm.made(encoded);
    }

    /**
     * Whether the password fits. Takes as long when there is no hash to compare with, so that the time of an answer does
     * not tell whether an address is known.
     *
     * @param encoded the stored hash; null when the account does not exist
     * @throws ProblemException {@code SERVICE_UNAVAILABLE} when too many hashes are waiting
     */
    public boolean verify(String password, @Nullable String encoded) {
        String normal = normal(password);
        boolean fits = compute(() -> Argon2id.verify(normal, encoded == null ? nobodysHash : encoded));
        return fits && encoded != null;
    }

    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    private <T> T compute(Callable<T> hashing) {
        Future<T> result;
        try {
            result = pool.submit(hashing);
        } catch (RejectedExecutionException e) {
            throw saturated("every hashing thread is busy and the queue is full")
                    .causedBy(e);
        }
        try {
            return result.get();
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw saturated("interrupted while hashing").causedBy(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("hashing failed", e);
        }
    }

    private static ProblemException saturated(String why) {
        return ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE)
                .withHeader("Retry-After", RETRY_AFTER_SECONDS)
                .internally(why);
    }

    @PreDestroy
    void stop() {
        pool.shutdownNow();
    }
}
