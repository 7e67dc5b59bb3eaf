package io.breakwater.auth.signingkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KeyEncryptionTest {

    private static final byte[] SECRET = "a secret".getBytes(StandardCharsets.UTF_8);

    private static KeyEncryption under(int key) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) key);
        return new KeyEncryption(bytes);
    }

    @Test
    void whatIsSealedIsOpenedByTheSameKey() {
        byte[] sealed = under(1).seal(SECRET, "row");

        assertThat(under(1).open(sealed, "row")).isEqualTo(SECRET);
    }

    @Test
    void theSameSecretNeverLooksTheSame() {
        assertThat(under(1).seal(SECRET, "row")).isNotEqualTo(under(1).seal(SECRET, "row"));
    }

    @Test
    void anotherKeyAnotherRowOrAChangedByteOpensNothing() {
        byte[] sealed = under(1).seal(SECRET, "row");
        byte[] changed = sealed.clone();
        changed[changed.length - 1] ^= 1;

        assertThatThrownBy(() -> under(2).open(sealed, "row")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> under(1).open(sealed, "other")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> under(1).open(changed, "row")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> under(1).open(new byte[3], "row")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void purposesHaveKeysOfTheirOwn() {
        byte[] first = under(1).derive("first", "HmacSHA256").getEncoded();

        assertThat(under(1).derive("first", "HmacSHA256").getEncoded()).isEqualTo(first);
        assertThat(under(1).derive("second", "HmacSHA256").getEncoded()).isNotEqualTo(first);
        assertThat(under(2).derive("first", "HmacSHA256").getEncoded()).isNotEqualTo(first);
    }

    @Test
    void aKeyOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> new KeyEncryption(new byte[16])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatThePreviousKeySealedIsOpenedAndKnownAsItsOwn() {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) 2);
        byte[] former = new byte[32];
        Arrays.fill(former, (byte) 1);
        KeyEncryption both = new KeyEncryption(bytes, former);
        byte[] old = under(1).seal(SECRET, "row");

        assertThat(both.open(old, "row")).isEqualTo(SECRET);
        assertThat(both.isSealedByPrevious(old, "row")).isTrue();
        assertThat(both.isSealedByPrevious(both.seal(SECRET, "row"), "row")).isFalse();
        assertThat(both.isSealedByPrevious(under(3).seal(SECRET, "row"), "row")).isFalse();
        assertThat(under(2).open(both.seal(SECRET, "row"), "row")).isEqualTo(SECRET);
        assertThatThrownBy(() -> both.open(under(3).seal(SECRET, "row"), "row"))
                .isInstanceOf(IllegalStateException.class);
    }
}
