package io.breakwater.auth.session;

import io.breakwater.auth.signingkey.KeyUse;
import io.breakwater.auth.signingkey.SigningKey;
import io.breakwater.auth.signingkey.SigningKeys;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * The access tokens of people: JWTs signed RS256 with the keys served at {@code /.well-known/jwks.json}. Only that
 * algorithm and only those keys verify, so {@code none}, HMAC with a public key, and internal tokens are refused.
 * Thread-safe.
 */
@ApplicationScoped
public class AccessTokens {

    private static final String ISSUER = "breakwater";
    private static final String AUDIENCE = "breakwater-api";
    private static final String SESSION = "sid";
    private static final String TENANT = "tenant";
    private static final String REALM = "realm";

    private final SigningKeys keys;
    private final SessionConfig config;
    private final Clock clock;

    AccessTokens(SigningKeys keys, SessionConfig config, Clock clock) {
        this.keys = keys;
        this.config = config;
        this.clock = clock;
    }

    /** A signed token and the seconds it is good for. */
    public record Issued(String token, long expiresIn) {}

    /** Signs a token for a session; it never outlives the session. */
    public Issued issue(Session session) {
        Instant now = clock.instant();
        Instant latest = now.plus(config.accessToken());
        Instant expiry = latest.isBefore(session.expiresAt()) ? latest : session.expiresAt();
        SigningKey key = keys.current(KeyUse.ACCESS);
        JwtClaimsBuilder claims = Jwt.issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(session.subject().toString())
                .claim("jti", UUID.randomUUID().toString())
                .claim(SESSION, session.id().toString())
                .claim(REALM, session.realm().wireName())
                .issuedAt(now)
                .expiresAt(expiry);
        if (session.tenant() != null) {
            claims.claim(TENANT, session.tenant().toString());
        }
        String token = claims.jws()
                .algorithm(SignatureAlgorithm.RS256)
                .keyId(key.kid())
                .sign(key.privateKey());
        return new Issued(token, Duration.between(now, expiry).toSeconds());
    }

    /**
     * Who a token names, by signature, issuer, audience and time alone: whether the session still lives is for the
     * caller to look up.
     *
     * @throws ProblemException {@code INVALID_TOKEN}
     */
    public Session verify(String token) {
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setJwsAlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256)
                    .setVerificationKeyResolver((jws, nesting) -> verificationKey(jws))
                    .setExpectedIssuer(ISSUER)
                    .setExpectedAudience(AUDIENCE)
                    .setRequireExpirationTime()
                    .setRequireSubject()
                    .setEvaluationTime(NumericDate.fromSeconds(clock.instant().getEpochSecond()))
                    .build()
                    .processToClaims(token);
            return new Session(
                    UUID.fromString(claims.getStringClaimValue(SESSION)),
                    Realm.of(claims.getStringClaimValue(REALM)),
                    UUID.fromString(claims.getSubject()),
                    tenant(claims),
                    Instant.ofEpochSecond(claims.getExpirationTime().getValue()));
        } catch (InvalidJwtException | MalformedClaimException | IllegalArgumentException e) {
            throw ProblemException.of(ErrorCode.INVALID_TOKEN)
                    .internally("an access token that does not verify")
                    .causedBy(e);
        }
    }

    private static @Nullable UUID tenant(JwtClaims claims) throws MalformedClaimException {
        String tenant = claims.getStringClaimValue(TENANT);
        return tenant == null ? null : UUID.fromString(tenant);
    }

    private Key verificationKey(JsonWebSignature signature) throws UnresolvableKeyException {
        String kid = signature.getKeyIdHeaderValue();
        return keys.find(KeyUse.ACCESS, kid == null ? "" : kid)
                .orElseThrow(() -> new UnresolvableKeyException("no access key of that id"))
                .publicKey();
    }
}
