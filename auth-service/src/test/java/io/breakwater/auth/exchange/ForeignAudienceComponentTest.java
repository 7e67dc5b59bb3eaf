package io.breakwater.auth.exchange;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.exchange;
import static io.breakwater.auth.testing.Service.management;
import static io.breakwater.auth.testing.Service.mintedKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.common.identity.InternalToken;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens for services of an operator's own, as such a service sees them. */
@AuthComponentTest
class ForeignAudienceComponentTest {

    private static final String ORDERS = "https://orders.example";

    private static Response exchanged(String credential, String audience) {
        return exchange(Map.of("credential", credential, "client_ip", "203.0.113.7", "audience", audience));
    }

    /** A service that knows nothing but the address of the keys and its own name. */
    private static JwtConsumer service(String name) throws JoseException {
        String keys = anyone().get("/.well-known/upstream-jwks.json").asString();
        return new JwtConsumerBuilder()
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(new JsonWebKeySet(keys).getJsonWebKeys()))
                .setExpectedIssuer(InternalToken.ISSUER)
                .setExpectedAudience(name)
                .setRequireExpirationTime()
                .setRequireSubject()
                .build();
    }

    @Test
    void theServiceVerifiesItWithThePublicKeysAndLearnsWhoCalls()
            throws JoseException, InvalidJwtException, MalformedClaimException {
        Owner owner = Service.register();
        Response minted = Service.mint(owner, Map.of("name", "k"));

        Response answer = exchanged(minted.path("key"), ORDERS);

        answer.then().statusCode(200).body("audience", equalTo(ORDERS));
        JwtClaims claims = service(ORDERS).processToClaims(answer.path("token"));
        assertThat(claims.getSubject()).isEqualTo(minted.path("id"));
        assertThat(claims.getAudience()).containsExactly(ORDERS);
        assertThat(claims.getStringClaimValue("tenant"))
                .isEqualTo(owner.tenant().toString());
        assertThat(claims.getStringClaimValue("kind")).isEqualTo("key");
        assertThat(claims.getStringClaimValue("env")).isEqualTo("live");
        assertThat(claims.getStringListClaimValue("scopes")).contains("read", "write");
        assertThat(claims.getClaimValue("quotas"))
                .isEqualTo(Map.of("events_day", 10_000L, "participants_month", 5_000L));
    }

    @Test
    void theServiceRefusesTokensForOthers() throws JoseException {
        String key = mintedKey(Service.register(), Map.of("name", "k"));
        JwtConsumer orders = service(ORDERS);

        String ours = exchange(key, null).path("token");
        String other = exchanged(key, "https://stock.example").path("token");

        assertThatThrownBy(() -> orders.processToClaims(ours)).isInstanceOf(InvalidJwtException.class);
        assertThatThrownBy(() -> orders.processToClaims(other)).isInstanceOf(InvalidJwtException.class);
    }

    @Test
    void ourServicesRefuseTokensForOthersOfPeopleAndKeys() {
        Owner owner = Service.register();
        String ofPerson = exchanged(owner.accessToken(), ORDERS).path("token");
        String ofKey = exchanged(mintedKey(owner, Map.of("name", "k")), ORDERS).path("token");

        anyone().auth().oauth2(ofPerson).get("/api/v1/auth/me").then().statusCode(401);
        anyone().auth().oauth2(ofKey).get("/api/v1/api-keys/me").then().statusCode(401);
        Service.as(owner.accessToken()).get("/api/v1/auth/me").then().statusCode(200);
    }

    @Test
    void eachAudienceHasItsOwnTokenAndEachIsGivenOutAgain() {
        String key = mintedKey(Service.register(), Map.of("name", "k"));

        String first = exchanged(key, ORDERS).path("token");
        String internal = exchange(key, null).path("token");

        assertThat(internal).isNotEqualTo(first);
        assertThat(exchanged(key, ORDERS).<String>path("token")).isEqualTo(first);
        assertThat(exchange(key, null).<String>path("audience")).isEqualTo(InternalToken.AUDIENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"breakwater-internal", "BREAKWATER-API", "", "a b"})
    void ourOwnNamesAndWhatIsNoneAreRefused(String audience) {
        exchanged(UUID.randomUUID().toString(), audience)
                .then()
                .statusCode(400)
                .body("error.code", equalTo("VALIDATION_ERROR"))
                .body("error.details[0].path", equalTo("audience"));
    }

    @Test
    void nobodyButTheGatewayIsGivenAny() {
        anyone().header("Authorization", Service.adminAssertion())
                .body(Map.of("credential", "x", "audience", ORDERS))
                .post(management("/internal/credentials/exchange"))
                .then()
                .statusCode(403);
    }
}
