package io.breakwater.auth.issuer;

import java.util.Map;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Makes tokens as an external issuer does. */
final class Tokens {

    private Tokens() {}

    /** Claims that are good for {@code breakwater}, of a person with a verified address. */
    static JwtClaims claims(String issuer, String subject, String email) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(issuer);
        claims.setAudience("breakwater");
        claims.setSubject(subject);
        NumericDate now = NumericDate.now();
        claims.setIssuedAt(now);
        claims.setExpirationTime(NumericDate.fromSeconds(now.getValue() + 300));
        claims.setClaim("email", email);
        claims.setClaim("email_verified", true);
        return claims;
    }

    static String sign(JwtClaims claims, PublicJsonWebKey key, String algorithm) {
        return sign(claims, key, algorithm, Map.of());
    }

    static String sign(JwtClaims claims, PublicJsonWebKey key, String algorithm, Map<String, Object> header) {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims.toJson());
        jws.setKey(key.getPrivateKey());
        jws.setAlgorithmHeaderValue(algorithm);
        jws.setKeyIdHeaderValue(key.getKeyId());
        header.forEach(jws.getHeaders()::setObjectHeaderValue);
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
