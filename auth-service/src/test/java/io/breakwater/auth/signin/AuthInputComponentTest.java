package io.breakwater.auth.signin;

import static io.breakwater.auth.testing.Service.anyone;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Service;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What registering and logging in make of bad input. */
@AuthComponentTest
class AuthInputComponentTest {

    private static final String REGISTER = "/api/v1/auth/register";
    private static final String LOGIN = "/api/v1/auth/login";

    private static Map<String, String> credentials(String email, String password) {
        return Map.of("email", email, "password", password);
    }

    @Nested
    class Status400 {

        @ParameterizedTest
        @CsvSource({
            "not-an-address, correct horse battery, Acme, email",
            "a@b, correct horse battery, Acme, email",
            "a b@example.com, correct horse battery, Acme, email",
            "a@example.com, too short, Acme, password",
            "a@example.com, correct horse battery, '   ', tenant_name",
        })
        void aFieldThatIsWrongIsNamed(String email, String password, String tenant, String path) {
            anyone().body(Map.of("email", email, "password", password, "tenant_name", tenant))
                    .post(REGISTER)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body("error.details[0].path", equalTo(path));
        }

        @Test
        void aFieldThatIsMissingIsNamed() {
            anyone().body(Map.of("email", Service.anEmail(), "tenant_name", "Acme"))
                    .post(REGISTER)
                    .then()
                    .statusCode(400)
                    .body("error.details[0].path", equalTo("password"));
        }

        @Test
        void aPasswordOf257CharactersIsRefusedUnhashed() {
            anyone().body(credentials(Service.anEmail(), "x".repeat(257)))
                    .post(LOGIN)
                    .then()
                    .statusCode(400)
                    .body("error.details[0].path", equalTo("password"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "{",
                    "[]",
                    "null",
                    "\"text\"",
                    "{\"email\":1,\"password\":\"correct horse battery\"}",
                    "{\"email\":{\"a\":1},\"password\":\"correct horse battery\"}",
                    "{\"email\":\"a\\u0000@example.com\",\"password\":\"correct horse battery\"}",
                    "{\"email\":\"\\ud800@example.com\",\"password\":\"correct horse battery\"}",
                    "{\"email\":\"a@example.com\",\"password\":1e999999999}",
                    "{\"email\":\"a@example.com\",\"email\":\"b@example.com\",\"password\":\"correct horse battery\"}",
                })
        void whatIsNoJsonOrOfTheWrongTypeIsRefused(String body) {
            anyone().body(body)
                    .post(LOGIN)
                    .then()
                    .statusCode(400)
                    .body("error.category", equalTo("VALIDATION"))
                    .body("error.requestId", notNullValue());
        }

        @Test
        void invalidUtf8IsRefused() {
            byte[] body = {'{', '"', 'e', 'm', 'a', 'i', 'l', '"', ':', '"', (byte) 0xC3, (byte) 0x28, '"', '}'};

            anyone().body(body).post(LOGIN).then().statusCode(400);
        }
    }

    @Nested
    class WeakPasswords {

        @ParameterizedTest
        @ValueSource(
                strings = {"password123", "PASSWORD123", "qwertyuiop", "1234567890", "aaaaaaaaaa", "Acme Trading Co"})
        void aPasswordThatIsGuessedFirstIsRefused(String password) {
            anyone().body(Map.of("email", Service.anEmail(), "password", password, "tenant_name", "acme trading co"))
                    .post(REGISTER)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body("error.details[0].path", equalTo("password"));
        }

        @Test
        void theAddressIsNoPassword() {
            String email = Service.anEmail();

            anyone().body(Map.of("email", email, "password", email, "tenant_name", "Acme"))
                    .post(REGISTER)
                    .then()
                    .statusCode(400)
                    .body("error.details[0].path", equalTo("password"));
        }

        @Test
        void aPasswordOf129CharactersIsRefused() {
            anyone().body(Map.of("email", Service.anEmail(), "password", "ab1".repeat(43), "tenant_name", "Acme"))
                    .post(REGISTER)
                    .then()
                    .statusCode(400)
                    .body("error.details[0].path", equalTo("password"));
        }
    }

    @Nested
    class Addresses {

        @ParameterizedTest
        @CsvSource({"ada-%s@EXAMPLE.com, ADA-%s@example.COM", "ада-%s@bücher.example, АДА-%s@xn--bcher-kva.example"})
        void oneAddressInTwoSpellingsIsOneAccount(String spelling, String other) {
            String unique = java.util.UUID.randomUUID().toString();
            anyone().body(Map.of(
                            "email", spelling.formatted(unique), "password", Service.PASSWORD, "tenant_name", "Acme"))
                    .post(REGISTER)
                    .then()
                    .statusCode(201);

            anyone().body(credentials(other.formatted(unique), Service.PASSWORD))
                    .post(LOGIN)
                    .then()
                    .statusCode(200);
            anyone().body(Map.of("email", other.formatted(unique), "password", Service.PASSWORD, "tenant_name", "Acme"))
                    .post(REGISTER)
                    .then()
                    .statusCode(409);
        }

        @Test
        void aPasswordFitsHoweverItsAccentsAreTyped() {
            String email = Service.anEmail();
            anyone().body(Map.of("email", email, "password", "caf\u00e9 au lait frais", "tenant_name", "Acme"))
                    .post(REGISTER)
                    .then()
                    .statusCode(201);

            anyone().body(credentials(email, "cafe\u0301 au lait frais"))
                    .post(LOGIN)
                    .then()
                    .statusCode(200);
        }
    }
}
