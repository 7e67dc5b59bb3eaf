package io.breakwater.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.common.identity.Environment;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.smallrye.jwt.runtime.auth.JsonWebTokenCredential;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** That Quarkus asks the known tokens first, which nothing but the running service shows. */
@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class KnownTokensComponentTest {

    private final String token = TokenIssuer.key(UUID.randomUUID(), Environment.LIVE, "read");

    @Inject
    IdentityProviderManager identities;

    @Inject
    Vertx vertx;

    @Test
    void aTokenThatWasVerifiedPassesOnTheEventLoop() throws Exception {
        assertThat(isKnown()).isFalse();

        RestAssured.given()
                .auth()
                .oauth2(token)
                .get("/api/v1/ingest/report")
                .then()
                .statusCode(200);

        assertThat(isKnown()).isTrue();
    }

    private boolean isKnown() throws Exception {
        var known = new CompletableFuture<Boolean>();
        vertx.getOrCreateContext()
                .runOnContext(_ -> known.complete(identities
                        .authenticate(new TokenAuthenticationRequest(new JsonWebTokenCredential(token)))
                        .subscribeAsCompletionStage()
                        .isDone()));
        return known.get(10, TimeUnit.SECONDS);
    }
}
