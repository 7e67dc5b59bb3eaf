package io.breakwater.internal;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Checks the assertions of other services against their configured public keys. ES256 only, for this service as
 * audience, and of a life of at most {@link ServiceAssertion#LIFETIME}. A verified assertion is remembered by SHA-256
 * until it expires, as callers re-use theirs. Thread-safe.
 */
@ApplicationScoped
class CallerAssertions {

    private static final String SCHEME = "Bearer ";
    private static final String CHALLENGE = "Bearer error=\"invalid_service_assertion\"";
    private static final int CLOCK_SKEW_SECONDS = 5;
    private static final int MAX_REMEMBERED = 1_000;

    private final String callee;
    private final Map<InternalCaller, List<PublicKey>> keys;
    private final Clock clock;
    private final Cache<String, Verified> verified =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    @Inject
    CallerAssertions(CallersConfig config, CallerTable table, Clock clock) {
        this(read(config), table.callee(), clock);
    }

    CallerAssertions(Map<InternalCaller, List<PublicKey>> keys, String callee, Clock clock) {
        this.callee = callee;
        this.keys = keys.isEmpty() ? new EnumMap<>(InternalCaller.class) : new EnumMap<>(keys);
        this.clock = clock;
    }

    /**
     * Says who is calling.
     *
     * @param authorization the {@code Authorization} header; null when absent
     * @throws ProblemException {@code UNAUTHENTICATED} when there is none or it does not verify: never one of the codes that
     *     refuse a credential, so that a caller with a wrong key does not take its clients' credentials for bad
     */
    InternalCaller verify(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith(SCHEME)) {
            throw refused("no service assertion");
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

    /** With each key of the caller that it names, as it has two while its key is replaced. */
    private Verified check(String assertion, Instant now) {
        InternalCaller caller = named(assertion);
        @Nullable InvalidJwtException last = null;
        for (PublicKey key : keys.getOrDefault(caller, List.of())) {
            try {
                return check(assertion, caller, key, now);
            } catch (InvalidJwtException e) {
                last = e;
            }
        }
        ProblemException refusal = refused("an assertion that does not verify");
        throw last == null ? refusal : refusal.causedBy(last);
    }

    private Verified check(String assertion, InternalCaller caller, PublicKey key, Instant now)
            throws InvalidJwtException {
        JwtClaims claims = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        ConstraintType.PERMIT, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256)
                .setVerificationKey(key)
                .setExpectedIssuer(caller.wireName())
                .setExpectedAudience(callee)
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setRequireJwtId()
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                .setMaxFutureValidityInMinutes(2)
                .setEvaluationTime(NumericDate.fromSeconds(now.getEpochSecond()))
                .build()
                .processToClaims(assertion);
        try {
            long life =
                    claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue();
            if (life > ServiceAssertion.LIFETIME.toSeconds()) {
                throw refused("an assertion of " + life + " s");
            }
            return new Verified(
                    caller, Instant.ofEpochSecond(claims.getExpirationTime().getValue()));
        } catch (MalformedClaimException e) {
            throw refused("an assertion with malformed claims").causedBy(e);
        }
    }

    /** Who an assertion says it is of, not verified. */
    private static InternalCaller named(String assertion) {
        String[] parts = assertion.split("\\.", -1);
        try {
            String payload = parts.length == 3
                    ? new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                    : "{}";
            return InternalCaller.byName(JwtClaims.parse(payload).getIssuer())
                    .orElseThrow(() -> refused("an assertion of an unknown caller"));
        } catch (InvalidJwtException | MalformedClaimException | IllegalArgumentException e) {
            throw refused("an assertion without an issuer").causedBy(e);
        }
    }

    private static ProblemException refused(String why) {
        return ProblemException.of(ErrorCode.UNAUTHENTICATED)
                .withHeader("WWW-Authenticate", CHALLENGE)
                .internally(why);
    }

    private static Map<InternalCaller, List<PublicKey>> read(CallersConfig config) {
        Map<InternalCaller, List<PublicKey>> keys = new EnumMap<>(InternalCaller.class);
        for (InternalCaller caller : InternalCaller.values()) {
            CallersConfig.Caller configured = switch (caller) {
                case API_GATEWAY -> config.apiGateway();
                case ADMIN_SERVICE -> config.adminService();
                case OPERATOR -> config.operator();
            };
            configured.publicKeyFile().ifPresent(file -> keys.put(caller, publicKeys(file)));
        }
        return keys;
    }

    private static List<PublicKey> publicKeys(Path file) {
        try {
            return PemPublicKey.ec(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the public keys of a caller", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(file + " holds no P-256 public key in PEM form", e);
        }
    }

    private record Verified(InternalCaller caller, Instant expiresAt) {}
}
