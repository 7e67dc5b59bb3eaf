package io.breakwater.admin.administrator;

import static io.breakwater.admin.testing.AuthServer.ADMINISTRATOR;
import static io.breakwater.admin.testing.AuthServer.administrator;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.breakwater.admin.testing.AdminComponentTest;
import io.breakwater.admin.testing.AuthServer;
import io.breakwater.admin.testing.Database;
import io.breakwater.common.identity.SubjectKind;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@AdminComponentTest
class AdministratorResourceComponentTest {

    private static final String ADMINISTRATORS = "/api/v1/admin/administrators";
    private static final String PASSWORD = "a password to be told";
    private static final UUID OTHER = UUID.fromString("0198c0de-0000-7000-8000-0000000000ae");
    private static final String ANNA = """
            {"id":"%s","email":"anna@example.com","name":null,"created_at":"2026-11-22T00:00:00Z"}""".formatted(OTHER);
    private static final String NEW = "{\"email\":\"anna@example.com\",\"password\":\"" + PASSWORD + "\"}";

    private final Database database;

    AdministratorResourceComponentTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void forget() {
        AuthServer.forget();
        AuthServer.answers(200, ANNA);
    }

    @Nested
    class Answered200 {

        @Test
        void aPageIsPassedOn() {
            AuthServer.answers(
                    200,
                    "{\"data\":[" + ANNA + "],\"pagination\":{\"limit\":1,\"next_cursor\":\"abc\",\"has_more\":true}}");

            administrator()
                    .get(ADMINISTRATORS + "?limit=1&cursor=xyz")
                    .then()
                    .statusCode(200)
                    .body("data[0].email", equalTo("anna@example.com"))
                    .body("pagination.next_cursor", equalTo("abc"));
            assertThat(AuthServer.CALLS).containsExactly("GET /internal/administrators?limit=1&cursor=xyz");
        }

        @Test
        void aChangeNamesWhatIsToChangeAlone() {
            administrator()
                    .body("{\"name\":\"Anna\"}")
                    .patch(ADMINISTRATORS + "/" + OTHER)
                    .then()
                    .statusCode(200);

            assertThat(AuthServer.CALLS)
                    .containsExactly("PATCH /internal/administrators/" + OTHER + "?actor=" + ADMINISTRATOR
                            + " {\"name\":\"Anna\"}");
        }
    }

    @Nested
    class Answered201 {

        @Test
        void anotherOneIsMadeAndThePasswordIsKeptNowhere() {
            String key = UUID.randomUUID().toString();
            for (int i = 0; i < 2; i++) {
                administrator()
                        .header("Idempotency-Key", key)
                        .body(NEW)
                        .post(ADMINISTRATORS)
                        .then()
                        .statusCode(201)
                        .body("id", equalTo(OTHER.toString()))
                        .body(not(containsString(PASSWORD)));
            }

            assertThat(AuthServer.CALLS).singleElement().asString().contains(PASSWORD);
            assertThat(database.texts("SELECT i::text || encode(convert_to(coalesce(body, ''), 'UTF8'), 'escape')"
                            + " FROM idempotency i"))
                    .noneMatch(row -> row.contains(PASSWORD));
            assertThat(database.texts("SELECT payload::text FROM outbox")).noneMatch(row -> row.contains(PASSWORD));
        }
    }

    @Nested
    class Answered204 {

        @Test
        void anotherOneIsRemoved() {
            administrator().delete(ADMINISTRATORS + "/" + OTHER).then().statusCode(204);
            assertThat(AuthServer.CALLS)
                    .containsExactly("DELETE /internal/administrators/" + OTHER + "?actor=" + ADMINISTRATOR);
        }
    }

    @Nested
    class Refused400 {

        @Test
        void aPasswordThatAuthServiceRefusesIsNamed() {
            AuthServer.answers(400, """
                    {"error":{"code":"VALIDATION_ERROR","message":"Invalid request body",
                     "details":[{"path":"password","message":"is too common"}]}}""");

            administrator()
                    .body(NEW)
                    .post(ADMINISTRATORS)
                    .then()
                    .statusCode(400)
                    .body("error.details[0].path", equalTo("password"));
        }

        @Test
        void anAddressAndAPasswordAreRequired() {
            for (String body : List.of("{}", "{\"email\":\"a@b.c\"}", "{\"password\":\"x\"}", "null")) {
                administrator().body(body).post(ADMINISTRATORS).then().statusCode(400);
            }
            assertThat(AuthServer.CALLS).isEmpty();
        }
    }

    @Nested
    class Refused403 {

        @Test
        void aTenantsUserAndKeyAreRefused() {
            for (SubjectKind kind : List.of(SubjectKind.USER, SubjectKind.KEY)) {
                String token = AuthServer.token(kind);
                given().auth().oauth2(token).get(ADMINISTRATORS).then().statusCode(403);
                given().auth()
                        .oauth2(token)
                        .contentType("application/json")
                        .body(NEW)
                        .post(ADMINISTRATORS)
                        .then()
                        .statusCode(403);
                given().auth()
                        .oauth2(token)
                        .delete(ADMINISTRATORS + "/" + OTHER)
                        .then()
                        .statusCode(403);
            }
            assertThat(AuthServer.CALLS).isEmpty();
        }
    }

    @Nested
    class Refused404 {

        @Test
        void whatIsNoIdIsNotThere() {
            administrator().get(ADMINISTRATORS + "/me").then().statusCode(404);
            assertThat(AuthServer.CALLS).isEmpty();
        }
    }

    @Nested
    class Refused409 {

        @Test
        void nobodyRemovesThemselves() {
            administrator()
                    .delete(ADMINISTRATORS + "/" + ADMINISTRATOR)
                    .then()
                    .statusCode(409)
                    .body("error.code", equalTo("CONFLICT"));
            assertThat(AuthServer.CALLS).isEmpty();
        }

        @Test
        void theLastOneStays() {
            AuthServer.answers(
                    409,
                    "{\"error\":{\"code\":\"CONFLICT\",\"message\":\"The last platform administrator cannot be removed\"}}");

            administrator()
                    .delete(ADMINISTRATORS + "/" + OTHER)
                    .then()
                    .statusCode(409)
                    .body("error.message", equalTo("The last platform administrator cannot be removed"));
        }
    }
}
