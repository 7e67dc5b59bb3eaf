package io.breakwater.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerTableTest {

    private final CallerTable table = new CallerTable(
            "some-service",
            Map.of(
                    InternalCaller.API_GATEWAY,
                    Set.of("/internal/credentials"),
                    InternalCaller.ADMIN_SERVICE,
                    Set.of("/internal/tenants", "/internal/signing-keys")));

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
        "OPERATOR, /internal/signing-keys, false",
    })
    void whatTheTableDoesNotNameIsForbidden(InternalCaller caller, String path, boolean allowed) {
        assertThat(table.allows(caller, path)).isEqualTo(allowed);
    }
}
