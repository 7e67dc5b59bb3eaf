package io.breakwater.localstack.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {

    private final KeyFiles keys;

    KeyFilesTest(@TempDir Path directory) {
        keys = new KeyFiles(directory.resolve("keys"));
        keys.prepare();
    }

    @Test
    void pairSignsAndVerifies() throws IOException, GeneralSecurityException {
        var factory = KeyFactory.getInstance("EC");
        var signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(factory.generatePrivate(new PKCS8EncodedKeySpec(decoded(keys.privateKey(Service.GATEWAY)))));
        signer.update((byte) 1);
        byte[] signature = signer.sign();
        signer.initVerify(factory.generatePublic(new X509EncodedKeySpec(decoded(keys.publicKey(Service.GATEWAY)))));
        signer.update((byte) 1);
        assertThat(signer.verify(signature)).isTrue();
    }

    @Test
    void keyEncryptionKeyHas256Bits() throws IOException {
        assertThat(Base64.getDecoder()
                        .decode(Files.readString(keys.keyEncryptionKey()).strip()))
                .hasSize(32);
    }

    @Test
    void keysAreKept() throws IOException {
        String before = Files.readString(keys.privateKey(Service.ADMIN)) + Files.readString(keys.keyEncryptionKey());
        keys.prepare();
        assertThat(Files.readString(keys.privateKey(Service.ADMIN)) + Files.readString(keys.keyEncryptionKey()))
                .isEqualTo(before);
    }

    @Test
    void onlyTheOwnerMayReadThem() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.privateKey(Service.ADMIN))))
                .isEqualTo("rw-------");
    }

    private static byte[] decoded(Path pem) throws IOException {
        return Base64.getMimeDecoder().decode(Files.readString(pem).replaceAll("-----[A-Z ]+-----", ""));
    }
}
