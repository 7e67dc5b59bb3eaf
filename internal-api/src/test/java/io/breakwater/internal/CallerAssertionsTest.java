package io.breakwater.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.common.identity.ServiceAssertion;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallerAssertionsTest {

    private static final KeyPair OLD = pair();
    private static final KeyPair NEW = pair();

    private final CallerAssertions assertions = new CallerAssertions(
            Map.of(InternalCaller.API_GATEWAY, List.of(OLD.getPublic(), NEW.getPublic())),
            "auth-service",
            Clock.systemUTC());

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String of(String caller, KeyPair key) {
        return new ServiceAssertion(caller, "auth-service", key.getPrivate(), Clock.systemUTC()).authorization();
    }

    @Test
    void bothKeysOfACallerAreGoodWhileOneReplacesTheOther() {
        assertThat(assertions.verify(of("api-gateway", OLD))).isEqualTo(InternalCaller.API_GATEWAY);
        assertThat(assertions.verify(of("api-gateway", NEW))).isEqualTo(InternalCaller.API_GATEWAY);
    }

    @Test
    void aKeyThatIsNoneOfTheCallersIsRefusedAsNoCredentialIs() {
        for (String bad : List.of(of("api-gateway", pair()), of("admin-service", OLD), of("x", OLD), "Bearer a.b.c")) {
            assertThatThrownBy(() -> assertions.verify(bad)).isInstanceOfSatisfying(ProblemException.class, refusal -> {
                assertThat(refusal.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
                assertThat(refusal.headers())
                        .containsEntry("WWW-Authenticate", "Bearer error=\"invalid_service_assertion\"");
            });
        }
    }

    @Test
    void anAssertionForAnotherServiceIsRefused() {
        String foreign = new ServiceAssertion("api-gateway", "ingest-service", OLD.getPrivate(), Clock.systemUTC())
                .authorization();

        assertThatThrownBy(() -> assertions.verify(foreign)).isInstanceOf(ProblemException.class);
    }

    @Test
    void aFileMayHoldSeveralKeys() throws Exception {
        assertThat(PemPublicKey.ec(pem(OLD) + "a comment\n" + pem(NEW)))
                .containsExactly(OLD.getPublic(), NEW.getPublic());
        assertThatThrownBy(() -> PemPublicKey.ec("no key")).isInstanceOf(InvalidKeySpecException.class);
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }
}
