package io.breakwater.admin.seal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.util.KeyUtils;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
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

/** Signs checkpoints and verifies their signatures. Thread-safe. */
@ApplicationScoped
public class CheckpointKeys {

    private static final String TYPE = "breakwater-audit-checkpoint";
    private static final AlgorithmConstraints ES256 =
            new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);

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
        if (!verifies(sign(Map.of()), Map.of())) {
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

    /** The checkpoint with its signature. */
    Checkpoint sign(Checkpoint checkpoint) {
        return checkpoint.signed(sign(claims(checkpoint)));
    }

    /** Whether the signature is by one of our keys, and over just what the checkpoint says. */
    boolean verifies(Checkpoint checkpoint) {
        return verifies(checkpoint.signature(), claims(checkpoint));
    }

    private static Map<String, Object> claims(Checkpoint checkpoint) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("chain", checkpoint.chain());
        claims.put("day", checkpoint.day().toString());
        claims.put("first_sequence", checkpoint.firstSequence());
        claims.put("last_sequence", checkpoint.lastSequence());
        claims.put("last_hash", checkpoint.lastHash());
        return claims;
    }

    private String sign(Map<String, Object> claims) {
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

    private boolean verifies(String signature, Map<String, Object> claims) {
        try {
            JsonWebSignature jws = new JsonWebSignature();
            jws.setAlgorithmConstraints(ES256);
            jws.setCompactSerialization(signature);
            EllipticCurveJsonWebKey key = verifying.get(String.valueOf(jws.getKeyIdHeaderValue()));
            if (key == null || !TYPE.equals(jws.getHeader("typ"))) {
                return false;
            }
            jws.setKey(key.getKey());
            JsonNode said = json.readTree(jws.verifySignature() ? jws.getPayload() : "null");
            return said.equals(json.readTree(json.writeValueAsString(claims)));
        } catch (JoseException | JsonProcessingException e) {
            return false;
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
