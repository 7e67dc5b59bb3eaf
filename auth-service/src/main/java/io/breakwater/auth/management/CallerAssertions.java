package io.breakwater.auth.management;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.breakwater.common.apikey.Sha256;
import io.breakwater.common.identity.ServiceAssertion;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the assertions of other services against their configured public keys. ES256 only, for this service as
 * audience, and of a life of at most {@link ServiceAssertion#LIFETIME}. A verified assertion is remembered by SHA-256
 * until it expires, as callers re-use theirs. Thread-safe.
 */
@ApplicationScoped
class CallerAssertions {

    private static final String AUDIENCE = "auth-service";
    private static final String SCHEME = "Bearer ";
    private static final int CLOCK_SKEW_SECONDS = 5;
    private static final int MAX_REMEMBERED = 1_000;

    private final Map<InternalCaller, PublicKey> keys;
    private final Clock clock;
    private final Cache<String, Verified> verified =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    @Inject
    CallerAssertions(CallersConfig config, Clock clock) {
        this(read(config), clock);
    }

    CallerAssertions(Map<InternalCaller, PublicKey> keys, Clock clock) {
        this.keys = keys.isEmpty() ? new EnumMap<>(InternalCaller.class) : new EnumMap<>(keys);
        this.clock = clock;
    }

    /**
     * Says who is calling.
     *
     * @param authorization the {@code Authorization} header; null when absent
     * @throws ProblemException {@code UNAUTHENTICATED} when there is none, {@code INVALID_TOKEN} when it does not verify
     */
    InternalCaller verify(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith(SCHEME)) {
            throw ProblemException.of(ErrorCode.UNAUTHENTICATED).internally("no service assertion");
        }
        String assertion = authorization.substring(SCHEME.length());
        String hash = Sha256.hex(assertion);
        Instant now = clock.instant();
        Verified known = verified.getIfPresent(hash);
        if (known == null || !now.isBefore(known.expiresAt())) {
            known = check(assertion, now);
            verified.put(hash, known);
        }
        return known.caller();
    }

    private Verified check(String assertion, Instant now) {
        JwtConsumer consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        ConstraintType.PERMIT, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256)
                .setVerificationKeyResolver((jws, nesting) -> keyOf(jws))
                .setExpectedAudience(AUDIENCE)
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setRequireJwtId()
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                .setMaxFutureValidityInMinutes(2)
                .setEvaluationTime(NumericDate.fromSeconds(now.getEpochSecond()))
                .build();
        try {
            JwtClaims claims = consumer.processToClaims(assertion);
            long life =
                    claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue();
            if (life > ServiceAssertion.LIFETIME.toSeconds()) {
                throw refused("an assertion of " + life + " s");
            }
            InternalCaller caller = InternalCaller.byName(claims.getIssuer()).orElseThrow(() -> refused("no issuer"));
            return new Verified(
                    caller, Instant.ofEpochSecond(claims.getExpirationTime().getValue()));
        } catch (InvalidJwtException | MalformedClaimException e) {
            throw refused("an assertion that does not verify").causedBy(e);
        }
    }

    private Key keyOf(JsonWebSignature signature) throws UnresolvableKeyException {
        try {
            Optional<PublicKey> key = InternalCaller.byName(
                            JwtClaims.parse(signature.getUnverifiedPayload()).getIssuer())
                    .map(keys::get);
            return key.orElseThrow(() -> new UnresolvableKeyException("no key is configured for the issuer"));
        } catch (InvalidJwtException | MalformedClaimException e) {
            throw new UnresolvableKeyException("no issuer can be read", e);
        }
    }

    private static ProblemException refused(String why) {
        return ProblemException.of(ErrorCode.INVALID_TOKEN).internally(why);
    }

    private static Map<InternalCaller, PublicKey> read(CallersConfig config) {
        Map<InternalCaller, PublicKey> keys = new EnumMap<>(InternalCaller.class);
        config.apiGateway().publicKeyFile().ifPresent(file -> keys.put(InternalCaller.API_GATEWAY, publicKey(file)));
        config.adminService()
                .publicKeyFile()
                .ifPresent(file -> keys.put(InternalCaller.ADMIN_SERVICE, publicKey(file)));
        return keys;
    }

    private static PublicKey publicKey(Path file) {
        try {
            return PemPublicKey.ec(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the public key of a caller", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(file + " holds no P-256 public key in PEM form", e);
        }
    }

    private record Verified(InternalCaller caller, Instant expiresAt) {}
}
