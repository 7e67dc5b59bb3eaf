package io.breakwater.internal;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code -----BEGIN PUBLIC KEY-----}. Stateless. */
final class PemPublicKey {

    private static final Pattern FORM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

    private PemPublicKey() {}

    /**
     * The elliptic-curve keys in a text, in X.509 form; anything between them is passed over.
     *
     * @throws InvalidKeySpecException when there is none
     */
    static List<PublicKey> ec(String pem) throws GeneralSecurityException {
        List<PublicKey> keys = new ArrayList<>();
        Matcher form = FORM.matcher(pem);
        while (form.find()) {
            byte[] encoded = Base64.getMimeDecoder().decode(form.group(1));
            keys.add(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded)));
        }
        if (keys.isEmpty()) {
            throw new InvalidKeySpecException("no PUBLIC KEY block");
        }
        return List.copyOf(keys);
    }
}
