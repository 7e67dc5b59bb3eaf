package io.breakwater.auth.invitation;

import io.breakwater.common.apikey.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** The text in the mail: 256 random bits in base64url. Only its SHA-256 is stored. */
final class InvitationToken {

    private static final int BYTES = 32;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private InvitationToken() {}

    static String random(SecureRandom random) {
        byte[] token = new byte[BYTES];
        random.nextBytes(token);
        return BASE64.encodeToString(token);
    }

    static byte[] hash(String token) {
        return Sha256.digest(token.getBytes(StandardCharsets.UTF_8));
    }
}
