package io.breakwater.auth.testing;

import static java.util.Map.entry;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;

/** Makes the key files that the service and its callers are given. */
public final class CallerKeysResource implements QuarkusTestResourceLifecycleManager {

    static final String GATEWAY_KEY = "test.api-gateway.private-key-file";
    static final String ADMIN_KEY = "test.admin-service.private-key-file";
    static final String OPERATOR_KEY = "test.operator.private-key-file";
    public static final String ADMIN_EMAIL = "root@breakwater.example";
    public static final String ADMIN_PASSWORD = "a password for tests only";

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("breakwater-auth-test");
            byte[] encryptionKey = new byte[32];
            new SecureRandom().nextBytes(encryptionKey);
            Path encryptionKeyFile = folder.resolve("kek");
            Files.writeString(encryptionKeyFile, Base64.getEncoder().encodeToString(encryptionKey) + "\n");
            KeyPair gateway = pair();
            KeyPair admin = pair();
            KeyPair operator = pair();
            KeyPair formerOperator = pair();
            return Map.ofEntries(
                    entry("breakwater.key-encryption-key.file", encryptionKeyFile.toString()),
                    entry(
                            "breakwater.callers.api-gateway.public-key-file",
                            pem(folder.resolve("gateway.pub"), "PUBLIC KEY", gateway.getPublic())),
                    entry(
                            "breakwater.callers.admin-service.public-key-file",
                            pem(folder.resolve("admin.pub"), "PUBLIC KEY", admin.getPublic())),
                    entry(
                            "breakwater.callers.operator.public-key-file",
                            pem(
                                    folder.resolve("operator.pub"),
                                    "PUBLIC KEY",
                                    formerOperator.getPublic(),
                                    operator.getPublic())),
                    entry(GATEWAY_KEY, pem(folder.resolve("gateway.key"), "PRIVATE KEY", gateway.getPrivate())),
                    entry(ADMIN_KEY, pem(folder.resolve("admin.key"), "PRIVATE KEY", admin.getPrivate())),
                    entry(OPERATOR_KEY, pem(folder.resolve("operator.key"), "PRIVATE KEY", operator.getPrivate())),
                    entry("breakwater.platform-admin.email", ADMIN_EMAIL),
                    entry("breakwater.platform-admin.password", ADMIN_PASSWORD));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String pem(Path file, String label, Key... keys) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Key key : keys) {
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
            text.append("-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(label, body, label));
        }
        Files.writeString(file, text);
        return file.toString();
    }

    @Override
    public void stop() {
        // The files lie in the temporary folder and open nothing outside of this run.
    }
}
