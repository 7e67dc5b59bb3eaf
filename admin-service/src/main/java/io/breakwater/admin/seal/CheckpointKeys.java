package io.breakwater.admin.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.util.KeyUtils;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.HashUtil;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Signs checkpoints and verifies their signatures. Thread-safe. */
@ApplicationScoped
public class CheckpointKeys {

    private static final String TYPE = "breakwater-audit-checkpoint";
    private static final AlgorithmConstraints ES256 =
            new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);

    private static final String PREVIOUS = "previous";
    private static final JsonNodeFactory JSON_NODES = JsonNodeFactory.instance;
    /** Reads whole numbers as longs, as they are compared with. */
    private static final ObjectReader CLAIMS = new ObjectMapper().reader(DeserializationFeature.USE_LONG_FOR_INTS);

    private final ObjectMapper json;
    private final PrivateKey signing;
    /** By key id: the RFC 7638 thumbprint. The present one is the first. */
    private final Map<String, EllipticCurveJsonWebKey> verifying = new LinkedHashMap<>();

    CheckpointKeys(SealConfig config, ObjectMapper json) {
        this.json = json;
        this.signing = privateKey(config.sealKeyFile());
        for (Path file : config.sealPublicKeyFiles()) {
            EllipticCurveJsonWebKey key = new EllipticCurveJsonWebKey(publicKey(file));
            key.setKeyId(key.calculateBase64urlEncodedThumbprint(HashUtil.SHA_256));
            key.setAlgorithm(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
            key.setUse("sig");
            verifying.put(key.getKeyId(), key);
        }
        if (signed(sign(JSON_NODES.objectNode())) == null) {
            throw new IllegalArgumentException(
                    "the first of breakwater.audit.seal-public-key-files is not the public half"
                            + " of breakwater.audit.seal-key-file");
        }
    }

    /** The public keys as a JWK Set (RFC 7517), the present one first. */
    public Map<String, List<Map<String, Object>>> jwks() {
        return Map.of(
                "keys",
                verifying.values().stream()
                        .map(key -> key.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY))
                        .toList());
    }

    /**
     * The checkpoint with its signature.
     *
     * @param previous the chain's checkpoint before it; null for the first
     */
    Checkpoint sign(Checkpoint checkpoint, @Nullable Checkpoint previous) {
        return checkpoint.signed(sign(claims(checkpoint, previous)));
    }

    /** Whether the signature is by one of our keys, over just what the checkpoint says, and it follows that other one. */
    boolean verifies(Checkpoint checkpoint, @Nullable Checkpoint previous) {
        return claims(checkpoint, previous).equals(signed(checkpoint.signature()));
    }

    /** The same whatever checkpoint it follows. */
    boolean verifies(Checkpoint checkpoint) {
        ObjectNode expected = claims(checkpoint, null);
        @Nullable JsonNode signed = signed(checkpoint.signature());
        expected.remove(PREVIOUS);
        return signed instanceof ObjectNode object
                && object.has(PREVIOUS)
                && expected.equals(object.deepCopy().without(PREVIOUS));
    }

    private static ObjectNode claims(Checkpoint checkpoint, @Nullable Checkpoint previous) {
        ObjectNode claims = JSON_NODES.objectNode();
        claims.put("chain", checkpoint.chain());
        claims.put("day", checkpoint.day().toString());
        claims.put("first_sequence", checkpoint.firstSequence());
        claims.put("last_sequence", checkpoint.lastSequence());
        claims.put("last_hash", checkpoint.lastHash());
        claims.put(PREVIOUS, previous == null ? null : sha256(previous.signature()));
        return claims;
    }

    private static String sha256(String signature) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(signature.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private String sign(ObjectNode claims) {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        jws.setKeyIdHeaderValue(verifying.keySet().iterator().next());
        jws.setHeader("typ", TYPE);
        jws.setKey(signing);
        try {
            jws.setPayload(json.writeValueAsString(claims));
            return jws.getCompactSerialization();
        } catch (JoseException | JsonProcessingException e) {
            throw new IllegalStateException("a checkpoint cannot be signed", e);
        }
    }

    /** What was signed; null when it was not by one of our keys. */
    private @Nullable JsonNode signed(String signature) {
        try {
            JsonWebSignature jws = new JsonWebSignature();
            jws.setAlgorithmConstraints(ES256);
            jws.setCompactSerialization(signature);
            EllipticCurveJsonWebKey key = verifying.get(String.valueOf(jws.getKeyIdHeaderValue()));
            if (key == null || !TYPE.equals(jws.getHeader("typ"))) {
                return null;
            }
            jws.setKey(key.getKey());
            return jws.verifySignature() ? CLAIMS.readTree(jws.getPayload()) : null;
        } catch (JoseException | JsonProcessingException e) {
            return null;
        }
    }

    private static PrivateKey privateKey(Path file) {
        try {
            return KeyUtils.decodePrivateKey(read(file), SignatureAlgorithm.ES256);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a PKCS#8 PEM of a P-256 key: " + file, e);
        }
    }

    private static ECPublicKey publicKey(Path file) {
        try {
            return (ECPublicKey) KeyUtils.decodePublicKey(read(file), SignatureAlgorithm.ES256);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a PEM of a P-256 public key: " + file, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the key that seals the audit trail cannot be read: " + file, e);
        }
    }
}
