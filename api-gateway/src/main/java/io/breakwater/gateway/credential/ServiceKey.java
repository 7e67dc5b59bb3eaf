package io.breakwater.gateway.credential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Reads this gateway's own private key. */
final class ServiceKey {

    private ServiceKey() {}

    /**
     * @throws UncheckedIOException when the file cannot be read
     * @throws IllegalArgumentException when it is not a PKCS#8 PEM of an EC key
     */
    static PrivateKey read(Path pem) {
        try {
            String base64 =
                    Files.readString(pem).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (IOException e) {
            throw new UncheckedIOException("the service key cannot be read: " + pem, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a PKCS#8 PEM of an EC key: " + pem, e);
        }
    }
}
