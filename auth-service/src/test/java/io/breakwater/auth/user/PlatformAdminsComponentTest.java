package io.breakwater.auth.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.auth.password.PasswordHasher;
import io.breakwater.auth.password.PasswordRules;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Service;
import io.quarkus.runtime.StartupEvent;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class PlatformAdminsComponentTest {

    private final PasswordHasher hasher;
    private final PasswordRules rules;
    private final EntityManager entities;
    private final Clock clock;

    PlatformAdminsComponentTest(PasswordHasher hasher, PasswordRules rules, EntityManager entities, Clock clock) {
        this.hasher = hasher;
        this.rules = rules;
        this.entities = entities;
        this.clock = clock;
    }

    private record Configured(Optional<String> email, Optional<String> password) implements PlatformAdminConfig {}

    private PlatformAdmins configured(@Nullable String email, @Nullable String password) {
        return new PlatformAdmins(
                new Configured(Optional.ofNullable(email), Optional.ofNullable(password)),
                hasher,
                rules,
                entities,
                clock);
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "password123", "root@breakwater.test"})
    void aWeakFirstPasswordStopsTheStartAndSaysWhich(String password) {
        assertThatThrownBy(() -> configured("root@breakwater.test", password).bootstrap(new StartupEvent()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("breakwater.platform-admin.password ");
    }

    @Test
    void withoutAPasswordTheFirstIsNotMade() {
        assertThatThrownBy(() -> configured(Service.anEmail(), null).bootstrap(new StartupEvent()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("breakwater.platform-admin.password");
    }

    @Test
    void theFirstIsMadeOnceAndALaterPasswordChangesNothing() {
        String email = Service.anEmail();
        PlatformAdmins first = configured(email, "the first password");
        first.bootstrap(new StartupEvent());
        String hash = first.account(EmailAddress.of(email)).orElseThrow().passwordHash();

        configured(email, "another password").bootstrap(new StartupEvent());

        assertThat(first.account(EmailAddress.of(email)).orElseThrow().passwordHash())
                .isEqualTo(hash);
    }

    @Test
    void withoutAnAddressNobodyIsMade() {
        long before = PlatformAdminRow.count();

        configured(null, "the first password").bootstrap(new StartupEvent());

        assertThat(PlatformAdminRow.count()).isEqualTo(before);
    }
}
