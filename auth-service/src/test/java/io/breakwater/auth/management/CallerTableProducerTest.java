package io.breakwater.auth.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.internal.CallerTable;
import io.breakwater.internal.InternalCaller;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallerTableProducerTest {

    private final CallerTable callers = new CallerTableProducer().callers();

    @Test
    void theGatewayOnlyExchangesCredentialsAndAnOperatorOnlyRotatesKeys() {
        assertThat(callers.prefixes().get(InternalCaller.API_GATEWAY)).isEqualTo(Set.of("/internal/credentials"));
        assertThat(callers.prefixes().get(InternalCaller.OPERATOR)).isEqualTo(Set.of("/internal/signing-keys"));
        assertThat(callers.prefixes().get(InternalCaller.ADMIN_SERVICE)).doesNotContain("/internal/credentials");
    }

    @Test
    void assertionsAreForAuthService() {
        assertThat(callers.callee()).isEqualTo("auth-service");
    }
}
