package io.breakwater.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.common.apikey.ApiKey;
import io.breakwater.common.identity.Environment;
import io.breakwater.common.problem.ProblemException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CredentialReaderTest {

    private static final String KEY =
            ApiKey.mint("bw", Environment.TEST, new SecureRandom()).plaintext();
    private static final String JWT = "eyJh.eyJz.c2ln";

    private final CredentialReader reader = new CredentialReader(Set.of("bw", "bq"));

    private PresentedCredential read(List<String> keys, List<String> authorizations) {
        return reader.read(keys, authorizations);
    }

    @Test
    void keysAndTokensAreToldApartByForm() {
        assertThat(read(List.of(KEY), List.of())).isInstanceOf(PresentedCredential.Key.class);
        assertThat(read(List.of(), List.of("Bearer " + KEY))).isInstanceOf(PresentedCredential.Key.class);
        assertThat(read(List.of(), List.of("bearer  " + JWT))).isEqualTo(new PresentedCredential.Token(JWT));
    }

    @Test
    void everyAcceptedBrandIsAKeyAndNoOther() {
        SecureRandom random = new SecureRandom();
        assertThat(read(List.of(ApiKey.mint("bq", Environment.LIVE, random).plaintext()), List.of()))
                .isInstanceOf(PresentedCredential.Key.class);
        assertThat(read(List.of(ApiKey.mint("xx", Environment.LIVE, random).plaintext()), List.of()))
                .isInstanceOf(PresentedCredential.Malformed.class);
    }

    @Test
    void aJwtInTheKeyHeaderIsMalformed() {
        assertThat(read(List.of(JWT), List.of())).isInstanceOf(PresentedCredential.Malformed.class);
    }

    @Test
    void otherSchemesAreAbsent() {
        assertThat(read(List.of(), List.of("Basic Zm9v"))).isInstanceOf(PresentedCredential.Absent.class);
        assertThat(read(List.of(), List.of("Bearerx"))).isInstanceOf(PresentedCredential.Absent.class);
        assertThat(read(List.of(), List.of())).isInstanceOf(PresentedCredential.Absent.class);
    }

    @Test
    void emptyBearerIsMalformed() {
        assertThat(read(List.of(), List.of("Bearer"))).isInstanceOf(PresentedCredential.Malformed.class);
        assertThat(read(List.of(" "), List.of())).isInstanceOf(PresentedCredential.Malformed.class);
    }

    @Test
    void disagreementIsRefusedHoweverItIsSpread() {
        assertThatThrownBy(() -> read(List.of(KEY), List.of("Bearer " + JWT))).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> read(List.of(KEY, KEY + "x"), List.of())).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> read(List.of(), List.of("Bearer a", "Bearer b")))
                .isInstanceOf(ProblemException.class);
        assertThat(read(List.of(KEY, KEY), List.of("Bearer " + KEY))).isInstanceOf(PresentedCredential.Key.class);
    }

    @Test
    void secretsNeverShowInText() {
        assertThat(read(List.of(KEY), List.of()).toString()).doesNotContain(KEY);
        assertThat(new PresentedCredential.Token(JWT).toString()).doesNotContain(JWT);
        assertThat(new ExchangeRequest(KEY, Environment.LIVE, null, "1.2.3.4").toString())
                .doesNotContain(KEY);
    }
}
