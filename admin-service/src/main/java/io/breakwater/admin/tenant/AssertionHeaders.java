package io.breakwater.admin.tenant;

import io.breakwater.common.identity.ServiceAssertion;
import io.breakwater.common.telemetry.RequestId;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.util.KeyUtils;
import jakarta.enterprise.context.ApplicationScoped;
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
import org.eclipse.microprofile.rest.client.ext.ClientHeadersFactory;
import org.jboss.logging.MDC;

/** Puts this service's assertion on each call to auth-service, and the request id of the request that caused it. */
@ApplicationScoped
public class AssertionHeaders implements ClientHeadersFactory {

    private final ServiceAssertion assertion;

    AssertionHeaders(AuthConfig config) {
        assertion = new ServiceAssertion("admin-service", "auth-service", read(config.keyFile()), Clock.systemUTC());
    }

    @Override
    public MultivaluedMap<String, String> update(
            MultivaluedMap<String, String> incoming, MultivaluedMap<String, String> outgoing) {
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
