package io.breakwater.admin.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/** The key files that the audit trail needs, made once for all applications of a run, as they share the database. */
public final class AuditKeys implements QuarkusTestResourceLifecycleManager {

    private static final Map<String, String> SETTINGS = make();

    @Override
    public Map<String, String> start() {
        return SETTINGS;
    }

    private static Map<String, String> make() {
        try {
            Path folder = Files.createTempDirectory("audit-keys");
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair pair = generator.generateKeyPair();
            byte[] secret = new byte[32];
            new SecureRandom().nextBytes(secret);
            return Map.of(
                    "breakwater.audit.key-encryption-key.file",
                    write(folder, "kek", Base64.getEncoder().encodeToString(secret)),
                    "breakwater.audit.seal-key-file",
                    write(
                            folder,
                            "seal.pem",
                            pem("PRIVATE KEY", pair.getPrivate().getEncoded())),
                    "breakwater.audit.seal-public-key-files",
                    write(
                            folder,
                            "seal.pub.pem",
                            pem("PUBLIC KEY", pair.getPublic().getEncoded())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        // The files are in the folder for temporary ones.
    }

    private static String write(Path folder, String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        file.toFile().deleteOnExit();
        return file.toString();
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                + label + "-----\n";
    }
}
