package io.breakwater.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class PasswordConfigTest {

    /** The component tests hash with less, so nothing else would notice if these fell. */
    @Test
    void passwordsAreHashedAsOwaspAdvisesUnlessToldOtherwise() {
        PasswordConfig config = new SmallRyeConfigBuilder()
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withMapping(PasswordConfig.class)
                .build()
                .getConfigMapping(PasswordConfig.class);

        assertThat(config.memory().asBigInteger()).isEqualTo(BigInteger.valueOf(19 * 1024 * 1024));
        assertThat(config.iterations()).isEqualTo(2);
        assertThat(config.parallelism()).isEqualTo(1);

        PasswordHasher hasher = new PasswordHasher(config);
        assertThat(hasher.hash("correct horse battery")).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        hasher.stop();
    }
}
