package io.breakwater.localstack.suite;

import io.breakwater.localstack.store.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** The services' own keys, made once per suite and kept: PEM files, mode 0600. */
final class KeyFiles {

    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private static final String OPERATOR = "operator";

    private static final String AUDIT_SEAL = "audit-seal";

    private final Path directory;

    KeyFiles(Path directory) {
        this.directory = directory;
    }

    /** The private key (PKCS#8, EC P-256) with which a service signs its assertions. */
    Path privateKey(Service service) {
        return privateKey(service.module());
    }

    /** The public half of {@link #privateKey}. */
    Path publicKey(Service service) {
        return publicKey(service.module());
    }

    /** The public half of the operator's key, {@code operator.pem} beside it: for commands to auth-service. */
    Path operatorPublicKey() {
        return publicKey(OPERATOR);
    }

    private Path privateKey(String owner) {
        return directory.resolve(owner + ".pem");
    }

    private Path publicKey(String owner) {
        return directory.resolve(owner + ".pub.pem");
    }

    /** 32 random bytes in base64: what seals the secrets that auth-service stores. */
    Path keyEncryptionKey() {
        return directory.resolve("key-encryption-key");
    }

    /** The same for what admin-service stores. */
    Path auditKeyEncryptionKey() {
        return directory.resolve("audit-key-encryption-key");
    }

    /** The private key with which admin-service seals the audit trail. */
    Path auditSealKey() {
        return privateKey(AUDIT_SEAL);
    }

    /** The public half of {@link #auditSealKey}. */
    Path auditSealPublicKey() {
        return publicKey(AUDIT_SEAL);
    }

    /** Makes what is missing. */
    void prepare() {
        try {
            PrivateFiles.createDirectories(directory);
            preparePair(Service.GATEWAY.module());
            preparePair(Service.ADMIN.module());
            preparePair(OPERATOR);
            preparePair(AUDIT_SEAL);
            prepareSecret(keyEncryptionKey());
            prepareSecret(auditKeyEncryptionKey());
        } catch (IOException | GeneralSecurityException e) {
            throw new SuiteException("The services' keys cannot be written to " + directory + ".", e);
        }
    }

    private static void prepareSecret(Path file) throws IOException {
        if (Files.notExists(file)) {
            byte[] key = new byte[32];
            new SecureRandom().nextBytes(key);
            PrivateFiles.write(file, Base64.getEncoder().encodeToString(key) + "\n");
        }
    }

    private void preparePair(String owner) throws IOException, GeneralSecurityException {
        if (Files.exists(privateKey(owner)) && Files.exists(publicKey(owner))) {
            return;
        }
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var pair = generator.generateKeyPair();
        PrivateFiles.write(
                privateKey(owner), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        PrivateFiles.write(publicKey(owner), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + PEM.encodeToString(content) + "\n-----END " + label + "-----\n";
    }
}
