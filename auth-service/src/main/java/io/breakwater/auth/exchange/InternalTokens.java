package io.breakwater.auth.exchange;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.breakwater.auth.signingkey.KeyUse;
import io.breakwater.auth.signingkey.SigningKey;
import io.breakwater.auth.signingkey.SigningKeys;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.InternalToken;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Signs internal tokens. One is given out again until half its life is over, to whoever is of exactly the identity that
 * is in it: for the same audience: the two are the key of the bounded cache. One whose key was removed after a leak is not given out again.
 * Thread-safe.
 */
@ApplicationScoped
class InternalTokens {

    private final SigningKeys keys;
    private final InternalTokenConfig config;
    private final Clock clock;
    private final Cache<Content, Signed> signed;

    InternalTokens(SigningKeys keys, InternalTokenConfig config, Clock clock, MeterRegistry meters) {
        this.keys = keys;
        this.config = config;
        this.clock = clock;
        this.signed = Caffeine.newBuilder()
                .maximumSize(config.cacheSize())
                .recordStats()
                .build();
        CaffeineCacheMetrics.monitor(meters, signed, "internal-tokens");
    }

    /**
     * A token and when it expires.
     *
     * @param audience whom it is for
     * @param kid what it is signed with
     */
    record Signed(String token, String audience, Instant expiresAt, String kid) {

        /** The same, to be used no longer than its credential lives; null when that has no end. */
        Signed until(@Nullable Instant end) {
            return end == null || end.isAfter(expiresAt) ? this : new Signed(token, audience, end, kid);
        }
    }

    /** What is in a token. */
    private record Content(Identity identity, String audience) {}

    /**
     * A token of an identity, good for at least half the configured life.
     *
     * @param foreign whom it is for; null for this suite
     */
    Signed tokenOf(Identity identity, @Nullable String foreign) {
        Content content = new Content(identity, foreign == null ? InternalToken.AUDIENCE : foreign);
        Instant now = clock.instant();
        Instant enough = now.plus(config.lifetime().dividedBy(2));
        @Nullable Signed known = signed.getIfPresent(content);
        if (known != null && known.expiresAt().isAfter(enough) && keys.isServed(KeyUse.INTERNAL, known.kid())) {
            return known;
        }
        Signed fresh = sign(content, now);
        signed.put(content, fresh);
        return fresh;
    }

    /** In place of a token, for who only wants to know what it would say. */
    Signed none() {
        return new Signed("", InternalToken.AUDIENCE, clock.instant(), "");
    }

    private Signed sign(Content content, Instant now) {
        Identity identity = content.identity();
        Instant expiry = now.plus(config.lifetime());
        SigningKey key = keys.current(KeyUse.INTERNAL);
        String token = Jwt.claims(InternalToken.claims(identity))
                .issuer(InternalToken.ISSUER)
                .audience(content.audience())
                .subject(identity.subject().toString())
                .groups(identity.roles())
                .claim("jti", UUID.randomUUID().toString())
                .issuedAt(now)
                .expiresAt(expiry)
                .jws()
                .algorithm(SignatureAlgorithm.RS256)
                .keyId(key.kid())
                .sign(key.privateKey());
        return new Signed(token, content.audience(), expiry, key.kid());
    }
}
