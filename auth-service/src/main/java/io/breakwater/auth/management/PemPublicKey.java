package io.breakwater.auth.management;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code -----BEGIN PUBLIC KEY-----}. Stateless. */
final class PemPublicKey {

    private static final Pattern FORM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

    private PemPublicKey() {}

    /** An elliptic-curve key in X.509 form. */
    static PublicKey ec(String pem) throws GeneralSecurityException {
        Matcher form = FORM.matcher(pem);
        if (!form.find()) {
            throw new InvalidKeySpecException("no PUBLIC KEY block");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(form.group(1));
        return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
    }
}
