package io.breakwater.auth.signingkey;

import java.util.Locale;

/** What a signing key signs. The two never mix: a user's token is no internal token, whatever it claims. */
public enum KeyUse {
    /** Internal tokens, which services verify. */
    INTERNAL,
    /** Users' access tokens, which the exchange verifies, and anyone else may. */
    ACCESS;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
