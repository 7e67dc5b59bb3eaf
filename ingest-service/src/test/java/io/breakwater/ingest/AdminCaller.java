package io.breakwater.ingest;

import static io.restassured.RestAssured.given;

import io.breakwater.common.identity.ServiceAssertion;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.Base64;
import org.eclipse.microprofile.config.ConfigProvider;

/** Calls internal routes as admin-service does. */
public final class AdminCaller {

    private static final KeyPair KEYS = pair();

    private AdminCaller() {}

    /** What the service must be configured with. */
    static Path publicKeyFile() {
        try {
            Path file = Files.createTempFile("admin-service-", ".pub.pem");
            file.toFile().deleteOnExit();
            return Files.writeString(
                    file,
                    "-----BEGIN PUBLIC KEY-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(KEYS.getPublic().getEncoded())
                            + "\n-----END PUBLIC KEY-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String authorization() {
        return new ServiceAssertion("admin-service", "ingest-service", KEYS.getPrivate(), Clock.systemUTC())
                .authorization();
    }

    public static ValidatableResponse post(String path, String body) {
        return given().header("Authorization", authorization())
                .contentType(ContentType.JSON)
                .body(body)
                .post(management(path))
                .then();
    }

    /** The address of a path on the management port. */
    public static String management(String path) {
        return ConfigProvider.getConfig()
                        .getValue("test.management.url", String.class)
                        .replaceAll("/$", "")
                + path;
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
