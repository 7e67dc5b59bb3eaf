package io.breakwater.auth.management;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerTableTest {

    @ParameterizedTest
    @CsvSource({
        "API_GATEWAY, /internal/credentials/exchange, true",
        "API_GATEWAY, /internal/tenants, false",
        "ADMIN_SERVICE, /internal/tenants, true",
        "ADMIN_SERVICE, /internal/tenants/1, true",
        "ADMIN_SERVICE, /internal/tenants-and-more, false",
        "ADMIN_SERVICE, /internal/credentials/exchange, false",
        "ADMIN_SERVICE, /internal, false",
        "ADMIN_SERVICE, /internal/signing-keys/rotate, true",
        "OPERATOR, /internal/signing-keys, true",
        "OPERATOR, /internal/tenants, false",
        "OPERATOR, /internal/credentials/exchange, false",
    })
    void whatTheTableDoesNotNameIsForbidden(InternalCaller caller, String path, boolean allowed) {
        assertThat(CallerTable.allows(caller, path)).isEqualTo(allowed);
    }
}
