package io.breakwater.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.common.apikey.ApiKey;
import io.breakwater.common.identity.Environment;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CredentialReaderTest {

    private static final String KEY =
            ApiKey.mint("bw", Environment.TEST, new SecureRandom()).plaintext();
    private static final String JWT = "eyJh.eyJz.c2ln";

    private static final PresentedCredential MALFORMED_KEY =
            new PresentedCredential.Malformed(ErrorCode.INVALID_API_KEY);

    private final CredentialReader reader = new CredentialReader(Set.of("bw", "bq"));

    private PresentedCredential read(List<String> keys, List<String> authorizations) {
        return reader.read(new Offered(keys, authorizations, false, List.of(), List.of()));
    }

    private PresentedCredential readAnywhere(List<String> authorizations, List<String> query, List<String> sessions) {
        return reader.read(new Offered(List.of(), authorizations, true, query, sessions));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theUserNameOfBasicIsAKeyWhereTheRouteSaysSo() {
        assertThat(readAnywhere(List.of(basic(KEY + ":")), List.of(), List.of()))
                .isInstanceOf(PresentedCredential.Key.class);
        assertThat(readAnywhere(List.of(basic(KEY)), List.of(), List.of())).isInstanceOf(PresentedCredential.Key.class);
        assertThat(readAnywhere(List.of(basic(JWT + ":")), List.of(), List.of()))
                .isEqualTo(MALFORMED_KEY);
        assertThat(readAnywhere(List.of("Basic %%%"), List.of(), List.of())).isEqualTo(MALFORMED_KEY);
        assertThat(readAnywhere(List.of("Basic"), List.of(), List.of())).isEqualTo(MALFORMED_KEY);
    }

    @Test
    void aHeaderBeatsTheQueryAndBothBeatTheCookie() {
        assertThat(readAnywhere(List.of("Bearer " + JWT), List.of(KEY), List.of("a.b.c")))
                .isEqualTo(new PresentedCredential.Token(JWT, false));
        assertThat(readAnywhere(List.of(), List.of(KEY), List.of("a.b.c"))).isInstanceOf(PresentedCredential.Key.class);
        assertThat(readAnywhere(List.of(), List.of(), List.of(JWT, JWT)))
                .isEqualTo(new PresentedCredential.Token(JWT, true));
    }

    @Test
    void aTokenLongerThanAnyIsRefusedWithoutAskingAnybody() {
        String longest = "a.b." + "c".repeat(8188);

        assertThat(read(List.of(), List.of("Bearer " + longest))).isInstanceOf(PresentedCredential.Token.class);
        assertThat(read(List.of(), List.of("Bearer " + longest + "c")))
                .isEqualTo(new PresentedCredential.Malformed(ErrorCode.INVALID_TOKEN));
        assertThat(readAnywhere(List.of(), List.of(), List.of(longest + "c")))
                .isEqualTo(new PresentedCredential.Malformed(ErrorCode.INVALID_TOKEN));
    }

    @Test
    void onlyAJwtIsASession() {
        assertThat(readAnywhere(List.of(), List.of(), List.of(KEY)))
                .isEqualTo(new PresentedCredential.Malformed(ErrorCode.INVALID_TOKEN));
        assertThat(readAnywhere(List.of(), List.of(), List.of("")))
                .as("what is left of a cookie that was taken back")
                .isInstanceOf(PresentedCredential.Absent.class);
    }

    @Test
    void sessionsAndQueryKeysThatDisagreeAreRefused() {
        assertThatThrownBy(() -> readAnywhere(List.of(), List.of(), List.of(JWT, "a.b.c")))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> readAnywhere(List.of(), List.of(KEY, "other"), List.of()))
                .isInstanceOf(ProblemException.class);
        assertThat(readAnywhere(List.of("Bearer " + JWT), List.of(), List.of("x", "y")))
                .as("nobody looks at them beside a header")
                .isInstanceOf(PresentedCredential.Token.class);
    }

    @Test
    void keysAndTokensAreToldApartByForm() {
        assertThat(read(List.of(KEY), List.of())).isInstanceOf(PresentedCredential.Key.class);
        assertThat(read(List.of(), List.of("Bearer " + KEY))).isInstanceOf(PresentedCredential.Key.class);
        assertThat(read(List.of(), List.of("bearer  " + JWT))).isEqualTo(new PresentedCredential.Token(JWT, false));
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
        assertThat(new PresentedCredential.Token(JWT, true).toString()).doesNotContain(JWT);
        assertThat(new ExchangeRequest(KEY, Environment.LIVE, null, "1.2.3.4").toString())
                .doesNotContain(KEY);
    }
}
