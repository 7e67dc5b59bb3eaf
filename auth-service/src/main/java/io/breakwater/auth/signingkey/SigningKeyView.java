package io.breakwater.auth.signingkey;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A signing key as operators see it.
 *
 * @param state {@code pending} (served, does not sign yet), {@code active}, {@code retiring} (verifies until
 *     {@code retiredAt}) or {@code gone}
 */
record SigningKeyView(
        String kid,
        String use,
        String state,
        Instant activeFrom,
        @Nullable Instant retiredAt) {

    static SigningKeyView of(SigningKey key, Instant now, boolean signs) {
        return new SigningKeyView(
                key.kid(), key.use().wireName(), state(key, now, signs), key.activeFrom(), key.retiredAt());
    }

    private static String state(SigningKey key, Instant now, boolean signs) {
        if (key.retiredAt() != null && !now.isBefore(key.retiredAt())) {
            return "gone";
        }
        if (now.isBefore(key.activeFrom())) {
            return "pending";
        }
        return signs ? "active" : "retiring";
    }
}
