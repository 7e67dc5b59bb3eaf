package io.breakwater.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class RefreshTokensTest {

    private static RefreshTokens under(int key) {
        return new RefreshTokens(new SecretKeySpec(new byte[] {(byte) key}, "HmacSHA256"));
    }

    @Test
    void aTokenHasOneSuccessorThatOnlyTheKeyGives() {
        String token = under(1).first();

        assertThat(under(1).successor(token)).isEqualTo(under(1).successor(token));
        assertThat(under(2).successor(token)).isNotEqualTo(under(1).successor(token));
    }

    @Test
    void tokensAre256BitsInUrlSafeText() {
        RefreshTokens tokens = under(1);

        assertThat(tokens.first()).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(tokens.first());
        assertThat(tokens.successor(tokens.first())).matches("[A-Za-z0-9_-]{43}");
    }
}
