package io.breakwater.auth.exchange;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.exchange;
import static io.breakwater.auth.testing.Service.mintedKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.auth.signingkey.KeyUse;
import io.breakwater.auth.signingkey.SigningKey;
import io.breakwater.auth.signingkey.SigningKeys;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Forged;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.common.apikey.ApiKey;
import io.breakwater.common.apikey.Sha256;
import io.breakwater.common.identity.Environment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials that are none, or none any more. */
@AuthComponentTest
class BadCredentialComponentTest {

    private final Database database;
    private final SigningKeys keys;

    BadCredentialComponentTest(Database database, SigningKeys keys) {
        this.database = database;
        this.keys = keys;
    }

    private void change(String key, String assignment, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = Sha256.digest(key.getBytes(StandardCharsets.UTF_8));
        assertThat(database.update("UPDATE api_key SET " + assignment + " WHERE sha256 = ?", all))
                .isEqualTo(1);
    }

    private static String aKey() {
        return mintedKey(Service.register(), Map.of("name", "k"));
    }

    private void assertRefused(String credential, String code) {
        exchange(credential, null).then().statusCode(401).body("error.code", equalTo(code));
    }

    @Test
    void whatIsNoKeyOrUnknownIsInvalid() {
        assertRefused("bw_live_", "INVALID_API_KEY");
        assertRefused("anything", "INVALID_API_KEY");
        assertRefused(ApiKey.mint("bw", Environment.LIVE, new SecureRandom()).plaintext(), "INVALID_API_KEY");
        assertRefused(ApiKey.mint("other", Environment.LIVE, new SecureRandom()).plaintext(), "INVALID_API_KEY");
    }

    @Test
    void aKeyIsNoKeyOfTheOtherEnvironment() {
        String live = aKey();

        assertRefused(live.replace("bw_live_", "bw_test_"), "INVALID_API_KEY");
    }

    @Test
    void aRevokedKeyIsRevoked() {
        String key = aKey();
        change(key, "revoked_at = now(), expires_at = now()");

        assertRefused(key, "REVOKED_API_KEY");
    }

    @Test
    void anExpiredKeyIsExpired() {
        String key = aKey();
        change(key, "expires_at = now()");

        assertRefused(key, "EXPIRED_API_KEY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b.c", "a.b", "..", "eyJhbGciOiJub25lIn0.e30."})
    void whatIsNoTokenIsInvalid(String token) {
        assertRefused(token, "INVALID_TOKEN");
    }

    @Test
    void anInternalTokenIsRefusedAtTheFrontDoor() {
        assertRefused(exchange(aKey(), null).path("token"), "INVALID_TOKEN");
    }

    @Test
    void tokensThatWeDidNotSignAreRefused() throws Exception {
        String good = Service.register().accessToken();
        Map<String, String> jwk = anyone().get("/.well-known/jwks.json").path("keys[0]");
        byte[] publicKey = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")))
                .getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey)
                + "\n-----END PUBLIC KEY-----\n";

        assertRefused(Forged.unsigned(good), "INVALID_TOKEN");
        assertRefused(Forged.hmac(good, publicKey), "INVALID_TOKEN");
        assertRefused(Forged.hmac(good, pem.getBytes(StandardCharsets.US_ASCII)), "INVALID_TOKEN");
        assertRefused(Forged.foreign(good), "INVALID_TOKEN");
        assertRefused(Forged.otherKid(good, "../../etc/passwd"), "INVALID_TOKEN");
        assertRefused(Forged.changed(good, claims -> claims.put("realm", "platform")), "INVALID_TOKEN");
        assertRefused(Forged.changed(good, claims -> claims.put("aud", "other")), "INVALID_TOKEN");
        exchange(good, null).then().statusCode(200);
    }

    private BigInteger number(Map<String, String> jwk, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.get(name)));
    }

    @Test
    void aFormerMembersTokenIsRefused() {
        Owner owner = Service.register();
        database.update("DELETE FROM membership WHERE user_id = ?", owner.user());

        assertRefused(owner.accessToken(), "INVALID_TOKEN");
    }

    /** A token of the service's own key, with the claims of a good one but for a change. */
    private String signed(KeyUse use, String good, Consumer<ObjectNode> change) throws Exception {
        ObjectNode claims =
                (ObjectNode) new ObjectMapper().readTree(Base64.getUrlDecoder().decode(good.split("\\.")[1]));
        change.accept(claims);
        SigningKey key = keys.current(use);
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue("RS256");
        jws.setKeyIdHeaderValue(key.kid());
        jws.setKey(key.privateKey());
        jws.setPayload(claims.toString());
        return jws.getCompactSerialization();
    }

    @Test
    void aTokenIsGoodOnlyInItsTimeForItsAudienceAndOfItsIssuer() throws Exception {
        String good = Service.register().accessToken();
        long now = Instant.now().getEpochSecond();
        exchange(signed(KeyUse.ACCESS, good, claims -> {}), null).then().statusCode(200);
        exchange(signed(KeyUse.ACCESS, good, claims -> claims.put("nbf", now - 10)), null)
                .then()
                .statusCode(200);

        assertRefused(signed(KeyUse.ACCESS, good, claims -> claims.put("exp", now - 1)), "INVALID_TOKEN");
        assertRefused(signed(KeyUse.ACCESS, good, claims -> claims.remove("exp")), "INVALID_TOKEN");
        assertRefused(signed(KeyUse.ACCESS, good, claims -> claims.put("nbf", now + 60)), "INVALID_TOKEN");
        assertRefused(signed(KeyUse.ACCESS, good, claims -> claims.put("iss", "breakwater-auth")), "INVALID_TOKEN");
        assertRefused(signed(KeyUse.ACCESS, good, claims -> claims.put("aud", "breakwater-internal")), "INVALID_TOKEN");
        assertRefused(signed(KeyUse.ACCESS, good, claims -> claims.put("realm", "platform")), "INVALID_TOKEN");
        assertRefused(signed(KeyUse.ACCESS, good, claims -> claims.put("realm", "x")), "INVALID_TOKEN");
        assertRefused(signed(KeyUse.ACCESS, good, claims -> claims.put("sub", "x")), "INVALID_TOKEN");
        assertRefused(
                signed(
                        KeyUse.ACCESS,
                        good,
                        claims -> claims.put("tenant", UUID.randomUUID().toString())),
                "INVALID_TOKEN");
        assertRefused(signed(KeyUse.INTERNAL, good, claims -> {}), "INVALID_TOKEN");
    }

    @Test
    void aTokenOfOneRealmIsNoneOfTheOther() throws Exception {
        String platform = Service.platformLogin().path("access_token");

        assertRefused(signed(KeyUse.ACCESS, platform, claims -> claims.put("realm", "tenant")), "INVALID_TOKEN");
        assertRefused(
                signed(
                        KeyUse.ACCESS,
                        platform,
                        claims -> claims.put("realm", "tenant")
                                .put("tenant", UUID.randomUUID().toString())),
                "INVALID_TOKEN");
    }

    @Test
    void aTokenThatIsFarTooLongIsNotLookedAt() {
        String good = Service.register().accessToken();

        for (int more : List.of(8_000, 16_384, 30_000)) {
            assertRefused(good + "x".repeat(more), "INVALID_TOKEN");
            assertRefused("x".repeat(more + 192), "INVALID_API_KEY");
        }
    }
}
