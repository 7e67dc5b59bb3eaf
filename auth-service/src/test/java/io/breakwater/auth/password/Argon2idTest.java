package io.breakwater.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2idTest {

    private static final Argon2id CHEAP = new Argon2id(64, 1, 1);
    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void aHashFitsItsPasswordAlone() {
        String hash = CHEAP.hash("pässword", RANDOM);

        assertThat(Argon2id.verify("pässword", hash)).isTrue();
        assertThat(Argon2id.verify("password", hash)).isFalse();
        assertThat(Argon2id.verify("", hash)).isFalse();
    }

    @Test
    void twoHashesOfOnePasswordDiffer() {
        assertThat(CHEAP.hash("password", RANDOM)).isNotEqualTo(CHEAP.hash("password", RANDOM));
    }

    /** From the test suite of the reference implementation (phc-winner-argon2, test.c). */
    @Test
    void theReferenceImplementationsHashFits() {
        assertThat(Argon2id.verify(
                        "password",
                        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"))
                .isTrue();
    }

    @Test
    void aHashIsCheckedByTheParametersItCarries() {
        String hash = new Argon2id(128, 2, 1).hash("password", RANDOM);

        assertThat(hash).startsWith("$argon2id$v=19$m=128,t=2,p=1$");
        assertThat(Argon2id.verify("password", hash)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "password", "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65", "$2a$10$abc"})
    void whatIsNoArgon2idHashIsAFault(String encoded) {
        assertThatThrownBy(() -> Argon2id.verify("password", encoded)).isInstanceOf(IllegalArgumentException.class);
    }
}
