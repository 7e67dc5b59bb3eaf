package io.breakwater.auth.exchange;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.management;
import static io.breakwater.auth.testing.Service.mintedKey;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Forged;
import io.breakwater.auth.testing.Service;
import io.breakwater.common.identity.ServiceAssertion;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who may ask the exchange at all. */
@AuthComponentTest
class ExchangeCallerComponentTest {

    private static final String EXCHANGE = "/internal/credentials/exchange";

    private static String aKey() {
        return mintedKey(Service.register(), Map.of("name", "k"));
    }

    @Nested
    class Status401 {

        private void assertRefused(String authorization) {
            anyone().header("Authorization", authorization)
                    .body(Map.of("credential", "x"))
                    .post(management(EXCHANGE))
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", "Bearer error=\"invalid_service_assertion\"")
                    .body("error.code", equalTo("UNAUTHENTICATED"));
        }

        private String assertion(String caller, String callee, Clock clock) {
            return new ServiceAssertion(caller, callee, Service.gatewayKey(), clock).authorization();
        }

        @Test
        void withoutAnAssertionNobodyMayAsk() {
            anyone().body(Map.of("credential", aKey()))
                    .post(management(EXCHANGE))
                    .then()
                    .statusCode(401)
                    .body("error.code", equalTo("UNAUTHENTICATED"));
        }

        @Test
        void assertionsOfOthersAreRefused() {
            assertRefused("Bearer x");
            assertRefused("Bearer " + Service.register().accessToken());
            assertRefused(assertion("ingest-service", "auth-service", Clock.systemUTC()));
            assertRefused(assertion("admin-service", "auth-service", Clock.systemUTC()));
        }

        @Test
        void assertionsForOthersAreRefused() {
            assertRefused(assertion("api-gateway", "ingest-service", Clock.systemUTC()));
        }

        @Test
        void assertionsOfAnotherTimeAreRefused() {
            Instant now = Instant.now();
            assertRefused(assertion("api-gateway", "auth-service", Clock.fixed(now.minusSeconds(70), ZoneOffset.UTC)));
            assertRefused(
                    assertion("api-gateway", "auth-service", Clock.fixed(now.plusSeconds(3_600), ZoneOffset.UTC)));
        }

        @Test
        void anUnsignedAssertionIsRefused() {
            String good = Service.gatewayAssertion().substring("Bearer ".length());

            assertRefused("Bearer " + Forged.unsigned(good));
            assertRefused("Bearer " + Forged.hmac(good, new byte[32]));
        }
    }

    @Nested
    class Status403 {

        @Test
        void onlyTheGatewayMayExchange() {
            anyone().header("Authorization", Service.adminAssertion())
                    .body(Map.of("credential", "x"))
                    .post(management(EXCHANGE))
                    .then()
                    .statusCode(403)
                    .body("error.code", equalTo("FORBIDDEN"));
        }
    }
}
