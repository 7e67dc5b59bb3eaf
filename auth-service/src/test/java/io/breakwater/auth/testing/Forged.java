package io.breakwater.auth.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens that must be refused out of one that is good. Written without the library that verifies them. */
public final class Forged {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Forged() {}

    /** The same claims under {@code alg: none}, unsigned. */
    public static String unsigned(String token) {
        return withHeader(token, header -> header.put("alg", "none")) + ".";
    }

    /** The same claims, signed HS256 with a public key as the secret: what a verifier does that trusts {@code alg}. */
    public static String hmac(String token, byte[] secret) {
        String signed = withHeader(token, header -> header.put("alg", "HS256"));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same header and claims, signed with a key of our own. */
    public static String foreign(String token) {
        return signed(withHeader(token, header -> {}), newKey());
    }

    /** The same claims under another key id, signed with a key of our own. */
    public static String otherKid(String token, String kid) {
        return signed(withHeader(token, header -> header.put("kid", kid)), newKey());
    }

    /** The signature of the good token over changed claims. */
    public static String changed(String token, Consumer<ObjectNode> change) {
        String[] parts = token.split("\\.");
        return parts[0] + "." + encoded(parts[1], change) + "." + parts[2];
    }

    private static String withHeader(String token, Consumer<ObjectNode> change) {
        String[] parts = token.split("\\.");
        return encoded(parts[0], change) + "." + parts[1];
    }

    private static String encoded(String part, Consumer<ObjectNode> change) {
        try {
            ObjectNode json = (ObjectNode) JSON.readTree(Base64.getUrlDecoder().decode(part));
            change.accept(json);
            return BASE64.encodeToString(JSON.writeValueAsBytes(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String signed(String content, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            return pair.getPrivate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
