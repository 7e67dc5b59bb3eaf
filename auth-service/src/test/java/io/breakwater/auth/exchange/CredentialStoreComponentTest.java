package io.breakwater.auth.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.People;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class CredentialStoreComponentTest {

    private final CredentialStore store;
    private final Database database;

    CredentialStoreComponentTest(CredentialStore store, Database database) {
        this.store = store;
        this.database = database;
    }

    @Test
    void whoNamesNoTenantIsInTheirOldestThatIsNotSuspended() {
        Owner user = Service.register();
        UUID next = Service.register().tenant();
        People.join(database, next, user.user(), "viewer");

        assertThat(store.member(user.user(), null).orElseThrow().tenantId()).isEqualTo(user.tenant());
        Service.changeTenant(user.tenant(), Map.of("status", "suspended"));
        assertThat(store.member(user.user(), null).orElseThrow().tenantId()).isEqualTo(next);
        Service.changeTenant(next, Map.of("status", "suspended"));
        assertThat(store.member(user.user(), null).orElseThrow().tenantId()).isEqualTo(user.tenant());
    }
}
