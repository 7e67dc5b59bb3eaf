package io.breakwater.auth.testing;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.common.identity.ServiceAssertion;
import io.breakwater.common.json.HouseJson;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Calls the running service: as anyone, as the gateway, as admin-service. */
public final class Service {

    public static final String PASSWORD = "correct horse battery";

    private static final ObjectMapper JSON = HouseJson.mapper();

    private Service() {}

    /** A tenant and its owner, just made. */
    public record Owner(String email, String accessToken, String refreshToken, UUID tenant, UUID user) {}

    /** A request with a JSON body and no credential. */
    public static RequestSpecification anyone() {
        return given().contentType(ContentType.JSON);
    }

    /** A request as the gateway forwards it for a credential. */
    public static RequestSpecification as(String credential) {
        return as(credential, null);
    }

    /** A request as the gateway forwards it for a person who chose an environment. */
    public static RequestSpecification as(String credential, @Nullable String environment) {
        Response answer = exchange(credential, environment);
        answer.then().statusCode(200);
        return anyone().auth().oauth2(text(answer, "/token"));
    }

    /** Asks the exchange as the gateway does. */
    public static Response exchange(String credential, @Nullable String environment) {
        Map<String, Object> request = new HashMap<>();
        request.put("credential", credential);
        request.put("environment", environment);
        request.put("client_ip", "203.0.113.7");
        return exchange(request);
    }

    /** Asks the exchange as the gateway does. */
    public static Response exchange(Map<String, ?> request) {
        return anyone().header("Authorization", gatewayAssertion())
                .body(request)
                .post(management("/internal/credentials/exchange"));
    }

    public static String gatewayAssertion() {
        return assertion("api-gateway", CallerKeysResource.GATEWAY_KEY);
    }

    public static String adminAssertion() {
        return assertion("admin-service", CallerKeysResource.ADMIN_KEY);
    }

    public static String operatorAssertion() {
        return assertion("operator", CallerKeysResource.OPERATOR_KEY);
    }

    /** The file of the operator's private key. */
    public static Path operatorKeyFile() {
        return Path.of(ConfigProvider.getConfig().getValue(CallerKeysResource.OPERATOR_KEY, String.class));
    }

    private static String assertion(String caller, String keyFile) {
        return new ServiceAssertion(caller, "auth-service", privateKey(keyFile), Clock.systemUTC()).authorization();
    }

    /** The private key of a caller. */
    public static PrivateKey privateKey(String property) {
        try {
            Path file = Path.of(ConfigProvider.getConfig().getValue(property, String.class));
            String body = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
            return KeyFactory.getInstance("EC")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The private key of the gateway. */
    public static PrivateKey gatewayKey() {
        return privateKey(CallerKeysResource.GATEWAY_KEY);
    }

    /** An address on the management port. */
    public static String management(String path) {
        int port = ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
        return "http://127.0.0.1:" + port + path;
    }

    public static String anEmail() {
        return "user-" + UUID.randomUUID() + "@example.com";
    }

    /**
     * A text in an answer, by its JSON pointer. For what nearly every test does: RestAssured compiles each of its own paths
     * as a program.
     */
    static String text(Response answer, String pointer) {
        try {
            return JSON.readTree(answer.asByteArray()).requiredAt(pointer).textValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Registers a new tenant with its owner. */
    public static Owner register() {
        String email = anEmail();
        Response answer = anyone().body(Map.of("email", email, "password", PASSWORD, "tenant_name", "Acme"))
                .post("/api/v1/auth/register");
        answer.then().statusCode(201);
        return new Owner(
                email,
                text(answer, "/access_token"),
                text(answer, "/refresh_token"),
                UUID.fromString(text(answer, "/tenant/id")),
                UUID.fromString(text(answer, "/user/id")));
    }

    /** Signs the configured platform administrator in. */
    public static Response platformLogin() {
        Response answer = anyone().body(
                        Map.of("email", CallerKeysResource.ADMIN_EMAIL, "password", CallerKeysResource.ADMIN_PASSWORD))
                .post("/api/v1/auth/platform/login");
        answer.then().statusCode(200);
        return answer;
    }

    /** Puts a tenant on a plan, or suspends it, as admin-service does. */
    public static void changeTenant(UUID tenant, Map<String, ?> change) {
        anyone().header("Authorization", adminAssertion())
                .body(change)
                .patch(management("/internal/tenants/" + tenant))
                .then()
                .statusCode(200);
    }

    /** Mints a key as an owner. */
    public static Response mint(Owner owner, Map<String, ?> request) {
        return as(owner.accessToken()).body(request).post("/api/v1/api-keys");
    }

    /** Mints a key as an owner and answers its plaintext. */
    public static String mintedKey(Owner owner, Map<String, ?> request) {
        Response answer = mint(owner, request);
        answer.then().statusCode(201);
        return text(answer, "/key");
    }
}
