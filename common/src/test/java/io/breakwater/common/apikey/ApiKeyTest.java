package io.breakwater.common.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.common.identity.Environment;
import java.security.SecureRandom;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;

class ApiKeyTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @Provide
    Arbitrary<String> brands() {
        return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(2).ofMaxLength(16);
    }

    @Property
    void everyMintedKeyIsReadBack(@ForAll @From("brands") String brand, @ForAll Environment environment) {
        ApiKey minted = ApiKey.mint(brand, environment, RANDOM);

        assertThat(ApiKey.parse(minted.plaintext(), Set.of(brand))).hasValueSatisfying(read -> {
            assertThat(read.environment()).isEqualTo(environment);
            assertThat(read.brand()).isEqualTo(brand);
            assertThat(read.sha256Hex()).isEqualTo(minted.sha256Hex());
        });
        assertThat(minted.plaintext()).matches(brand + "_(live|test)_[0-9a-f]{32}");
    }

    /** A CRC-32 finds every error burst of up to 32 bits; its low half finds every single changed character here. */
    @Property
    void oneChangedCharacterIsRefused(
            @ForAll @IntRange(min = 0, max = 31) int position, @ForAll @CharRange(from = '0', to = '9') char digit) {
        String key = ApiKey.mint("bw", Environment.LIVE, RANDOM).plaintext();
        StringBuilder changed = new StringBuilder(key);
        changed.setCharAt("bw_live_".length() + position, digit);

        assertThat(ApiKey.parse(changed.toString(), Set.of("bw")).isPresent())
                .isEqualTo(changed.toString().equals(key));
    }

    @Property
    void noTextMakesTheParserFail(@ForAll String text) {
        assertThat(ApiKey.parse(text, Set.of("bw"))).isEmpty();
    }

    @Example
    void checksumIsTheLowHalfOfTheCrc32OfAllBefore() {
        // crc32("bw_live_" + 28 zeros) computed with an independent implementation (zlib).
        assertThat(ApiKey.parse("bw_live_0000000000000000000000000000" + "4892", Set.of("bw")))
                .isPresent();
    }

    @Example
    void aBrandThatIsNotAcceptedIsRefused() {
        String key = ApiKey.mint("other", Environment.LIVE, RANDOM).plaintext();

        assertThat(ApiKey.parse(key, Set.of("bw"))).isEmpty();
        assertThat(ApiKey.parse(key, Set.of("bw", "other"))).isPresent();
    }

    @Example
    void aBadBrandCannotBeMinted() {
        assertThatThrownBy(() -> ApiKey.mint("B_w", Environment.LIVE, RANDOM))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void theKeyIsNotInItsOwnToString() {
        ApiKey key = ApiKey.mint("bw", Environment.TEST, RANDOM);

        assertThat(key.toString()).startsWith("bw_test_").hasSizeLessThan(20);
        assertThat(key.prefix()).hasSize(12);
        assertThat(key.lastFour()).hasSize(4);
    }
}
