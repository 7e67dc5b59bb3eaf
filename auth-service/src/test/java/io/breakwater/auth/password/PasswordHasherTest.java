package io.breakwater.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {

    @Test
    void anAccountThatDoesNotExistFitsNoPassword() {
        PasswordHasher hasher = new PasswordHasher(new Argon2id(64, 1, 1), 1, 1);

        assertThat(hasher.verify("", null)).isFalse();
        assertThat(hasher.verify("password", null)).isFalse();
        assertThat(hasher.verify("password", hasher.hash("password"))).isTrue();
        hasher.stop();
    }

    @Test
    void aPasswordFitsHoweverItsAccentsAreTyped() {
        PasswordHasher hasher = new PasswordHasher(new Argon2id(64, 1, 1), 1, 1);

        assertThat(hasher.verify("cafe\u0301 au lait", hasher.hash("caf\u00e9 au lait")))
                .isTrue();
        hasher.stop();
    }

    @Test
    void aHashOfOtherParametersIsOutdated() {
        PasswordHasher before = new PasswordHasher(new Argon2id(64, 1, 1), 1, 1);
        PasswordHasher now = new PasswordHasher(new Argon2id(64, 2, 1), 1, 1);

        assertThat(now.isOutdated(before.hash("password"))).isTrue();
        assertThat(now.isOutdated(now.hash("password"))).isFalse();
        before.stop();
        now.stop();
    }

    @Test
    void whenThreadsAndQueueAreFullCallersAreTurnedAwayWithRetryAfter() throws Exception {
        PasswordHasher hasher = new PasswordHasher(new Argon2id(19_456, 8, 1), 1, 1);
        Callable<Optional<ProblemException>> hashing = () -> {
            try {
                hasher.hash("password");
                return Optional.empty();
            } catch (ProblemException e) {
                return Optional.of(e);
            }
        };

        List<ProblemException> refusals = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            for (Future<Optional<ProblemException>> outcome :
                    callers.invokeAll(Stream.generate(() -> hashing).limit(8).toList())) {
                outcome.get().ifPresent(refusals::add);
            }
        }

        assertThat(refusals).isNotEmpty().hasSizeLessThan(8).allSatisfy(refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
            assertThat(refusal.headers()).containsKey("Retry-After");
        });
        hasher.stop();
    }
}
