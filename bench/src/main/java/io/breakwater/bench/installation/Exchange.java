package io.breakwater.bench.installation;

import io.breakwater.bench.process.BenchException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** Asks auth-service for what a credential is exchanged for, as a gateway does. */
public final class Exchange {

    private static final String CALLER = "api-gateway";
    private static final String CALLEE = "auth-service";
    private static final float MINUTES = 0.9f;

    private final Installation suite;

    public Exchange(Installation suite) {
        this.suite = suite;
    }

    public URI url() {
        return suite.management(CALLEE).resolve("/internal/credentials/exchange");
    }

    /** The {@code Authorization} header of calls within the next 54 s. */
    public String authorization() {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(CALLER);
        claims.setAudience(CALLEE);
        claims.setSubject(CALLER);
        claims.setGeneratedJwtId();
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(MINUTES);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        signature.setKey(privateKey());
        try {
            return "Bearer " + signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new BenchException("The assertion cannot be signed.", e);
        }
    }

    /** The internal token of a credential: what lets a request pass a service without the gateway. */
    public String tokenOf(String credential) {
        return new Api()
                .send("POST", url(), authorization(), Map.of("credential", credential, "client_ip", "127.0.0.1"))
                .path("token")
                .asText();
    }

    private PrivateKey privateKey() {
        String pem = suite.serviceKey(CALLER).replaceAll("-----[A-Z ]+-----", "");
        try {
            return KeyFactory.getInstance("EC")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
        } catch (GeneralSecurityException e) {
            throw new BenchException("The key of " + CALLER + " is none.", e);
        }
    }
}
