package io.breakwater.admin.peer;

import io.breakwater.common.identity.ServiceAssertion;
import io.breakwater.common.telemetry.RequestId;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.util.KeyUtils;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Clock;
import org.jboss.logging.MDC;

/** What each call to one service carries: this service's assertion, and the id of the request that caused it. */
final class AssertionHeaders {

    private final ServiceAssertion assertion;

    AssertionHeaders(String callee, ServiceKeyConfig config, Clock clock) {
        assertion = new ServiceAssertion("admin-service", callee, read(config.keyFile()), clock);
    }

    MultivaluedMap<String, String> next() {
        MultivaluedMap<String, String> headers = new MultivaluedHashMap<>();
        headers.putSingle(HttpHeaders.AUTHORIZATION, assertion.authorization());
        Object requestId = MDC.get(RequestId.LOG_FIELD);
        if (requestId != null) {
            headers.putSingle(RequestId.HEADER, requestId.toString());
        }
        return headers;
    }

    private static PrivateKey read(Path pem) {
        try {
            return KeyUtils.decodePrivateKey(Files.readString(pem), SignatureAlgorithm.ES256);
        } catch (IOException e) {
            throw new UncheckedIOException("the service key cannot be read: " + pem, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a PKCS#8 PEM of a P-256 key: " + pem, e);
        }
    }
}
