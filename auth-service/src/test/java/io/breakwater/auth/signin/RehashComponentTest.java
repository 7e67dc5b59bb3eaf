package io.breakwater.auth.signin;

import static io.breakwater.auth.testing.Service.anyone;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class RehashComponentTest {

    private static final String OUTDATED = outdated();

    private final Database database;

    RehashComponentTest(Database database) {
        this.database = database;
    }

    /** {@link Service#PASSWORD} under weak parameters. */
    private static String outdated() {
        byte[] salt = new byte[16];
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(64)
                .withIterations(1)
                .withParallelism(1)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[32];
        generator.generateBytes(Service.PASSWORD.getBytes(StandardCharsets.UTF_8), hash);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=64,t=1,p=1$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    private long withPresentParameters(Owner owner) {
        return database.count(
                "SELECT count(*) FROM app_user WHERE id = ? AND password_hash LIKE '$argon2id$v=19$m=128,t=1,p=1$%'",
                owner.user());
    }

    private static int login(Owner owner) {
        return anyone().body(Map.of("email", owner.email(), "password", Service.PASSWORD))
                .post("/api/v1/auth/login")
                .statusCode();
    }

    @Test
    void anOutdatedHashIsReplacedAtTheNextLogin() {
        Owner owner = Service.register();
        database.update("UPDATE app_user SET password_hash = ? WHERE id = ?", OUTDATED, owner.user());

        assertThat(login(owner)).isEqualTo(200);

        assertThat(withPresentParameters(owner)).isEqualTo(1);
        assertThat(login(owner)).isEqualTo(200);
    }

    @Test
    void aWrongPasswordReplacesNothing() {
        Owner owner = Service.register();
        database.update("UPDATE app_user SET password_hash = ? WHERE id = ?", OUTDATED, owner.user());

        anyone().body(Map.of("email", owner.email(), "password", "not the password"))
                .post("/api/v1/auth/login")
                .then()
                .statusCode(401);

        assertThat(withPresentParameters(owner)).isZero();
    }
}
