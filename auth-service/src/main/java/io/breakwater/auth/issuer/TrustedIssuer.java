package io.breakwater.auth.issuer;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.security.Key;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/** Verifies the tokens of one configured issuer. Thread-safe. */
final class TrustedIssuer {

    private static final int CLOCK_SKEW_SECONDS = 30;
    private static final int MAX_SUBJECT_CHARS = 255;
    /** None that is symmetric: a public key is no secret. */
    private static final Pattern ALGORITHM = Pattern.compile("(RS|PS|ES)(256|384|512)");

    private final IssuersConfig.Issuer config;
    private final IssuerKeys keys;
    private final Clock clock;

    /**
     * @throws IllegalStateException for a configuration that would not be safe
     */
    TrustedIssuer(String name, IssuersConfig.Issuer config, IssuerKeys keys, Clock clock) {
        if (config.algorithms().isEmpty() || !config.algorithms().stream().allMatch(ALGORITHM.asMatchPredicate())) {
            throw new IllegalStateException("breakwater.issuers." + name + ".algorithms: " + ALGORITHM);
        }
        this.config = config;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * What a good token says.
     *
     * @param email null when there is none, or the issuer has not verified it
     */
    record Claims(
            String subject,
            @Nullable String email,
            @Nullable UUID tenant,
            Instant expiresAt) {}

    /**
     * Verifies a token.
     *
     * @throws ProblemException {@code INVALID_TOKEN}, or {@code SERVICE_UNAVAILABLE} when the issuer's keys are not known
     */
    Claims verify(String token) {
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setJwsAlgorithmConstraints(new AlgorithmConstraints(
                            ConstraintType.PERMIT, config.algorithms().toArray(new String[0])))
                    .setVerificationKeyResolver((jws, nesting) -> key(jws))
                    .setExpectedIssuer(config.issuer())
                    .setExpectedAudience(config.audience())
                    .setRequireExpirationTime()
                    .setRequireSubject()
                    .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                    .setEvaluationTime(NumericDate.fromSeconds(clock.instant().getEpochSecond()))
                    .build()
                    .processToClaims(token);
            return claims(claims);
        } catch (InvalidJwtException e) {
            throw problem(e);
        } catch (MalformedClaimException | IllegalArgumentException e) {
            throw refused("an external token that does not verify").causedBy(e);
        }
    }

    /** What is wrong with the token, or, where its keys could not be asked for, that nothing is known of it. */
    private static ProblemException problem(InvalidJwtException refusal) {
        for (@Nullable Throwable cause = refusal.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException unknown) {
                return unknown;
            }
        }
        return refused("an external token that does not verify").causedBy(refusal);
    }

    private Claims claims(JwtClaims claims) throws MalformedClaimException {
        // Clocks may differ as to when a token begins; it ends by ours.
        if (claims.getExpirationTime().getValue() <= clock.instant().getEpochSecond()) {
            throw refused("an external token that has expired");
        }
        NumericDate issuedAt = claims.getIssuedAt();
        if (issuedAt != null && issuedAt.getValue() > clock.instant().getEpochSecond() + CLOCK_SKEW_SECONDS) {
            throw refused("an external token of the future");
        }
        if (claims.getSubject().length() > MAX_SUBJECT_CHARS) {
            throw refused("an external subject that is too long");
        }
        boolean verified = switch (claims.getClaimValue(config.emailVerifiedClaim())) {
            case Boolean flag -> flag;
            case String text -> text.equals("true");
            case null, default -> false;
        };
        return new Claims(
                claims.getSubject(),
                verified ? claims.getStringClaimValue(config.emailClaim()) : null,
                tenant(claims),
                Instant.ofEpochSecond(claims.getExpirationTime().getValue()));
    }

    private @Nullable UUID tenant(JwtClaims claims) throws MalformedClaimException {
        if (config.tenant().isPresent()) {
            return config.tenant().get();
        }
        if (config.tenantClaim().isEmpty()) {
            return null;
        }
        String text = claims.getStringClaimValue(config.tenantClaim().get());
        return text == null ? null : UUID.fromString(text);
    }

    /** A key of the issuer that the token names and that fits its signature; nothing else in its header is read. */
    private Key key(JsonWebSignature signature) throws UnresolvableKeyException {
        String algorithm = signature.getAlgorithmHeaderValue();
        // Before the keys are looked for, so that a token that cannot be good has nothing fetched.
        if (!config.algorithms().contains(algorithm)) {
            throw new UnresolvableKeyException("an algorithm that is not accepted");
        }
        List<JsonWebKey> candidates = keys.find(signature.getKeyIdHeaderValue()).stream()
                .filter(key -> fits(key, algorithm))
                .toList();
        for (JsonWebKey candidate : candidates) {
            if (candidates.size() == 1 || verifies(signature, candidate.getKey())) {
                return candidate.getKey();
            }
        }
        throw new UnresolvableKeyException("no key of the issuer fits");
    }

    private static boolean fits(JsonWebKey key, String algorithm) {
        boolean signs = key.getUse() == null || key.getUse().equals("sig");
        boolean same = key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm);
        return signs && same && key.getKeyType().equals(algorithm.startsWith("ES") ? "EC" : "RSA");
    }

    private static boolean verifies(JsonWebSignature signature, Key key) {
        try {
            signature.setKey(key);
            return signature.verifySignature();
        } catch (JoseException e) {
            return false;
        }
    }

    private static ProblemException refused(String why) {
        return ProblemException.of(ErrorCode.INVALID_TOKEN).internally(why);
    }
}
