package io.breakwater.auth.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.password.PasswordHasher;
import io.breakwater.auth.password.PasswordRules;
import io.breakwater.auth.sql.Sql;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.CallerKeysResource;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Told;
import io.quarkus.runtime.StartupEvent;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class PlatformAdminsComponentTest {

    private final PasswordHasher hasher;
    private final PasswordRules rules;
    private final EntityManager entities;
    private final AuditLog audit;
    private final Clock clock;
    private final Database database;
    private final Sql sql;
    private @Nullable Root root;

    PlatformAdminsComponentTest(
            PasswordHasher hasher,
            PasswordRules rules,
            EntityManager entities,
            AuditLog audit,
            Clock clock,
            Database database,
            Sql sql) {
        this.hasher = hasher;
        this.rules = rules;
        this.entities = entities;
        this.audit = audit;
        this.clock = clock;
        this.database = database;
        this.sql = sql;
    }

    private record Configured(Optional<String> email, Optional<String> password) implements PlatformAdminConfig {}

    private PlatformAdmins configured(@Nullable String email, @Nullable String password) {
        return new PlatformAdmins(
                new Configured(Optional.ofNullable(email), Optional.ofNullable(password)),
                hasher,
                rules,
                entities,
                audit,
                clock);
    }

    /** The administrator that other tests sign in as. */
    private record Root(UUID id, String email, String hash) {}

    @BeforeEach
    void beginWithoutAny() {
        root = sql.one(
                        "SELECT id, email, password_hash FROM platform_admin WHERE email_key = ?",
                        row -> new Root(row.uuid("id"), row.text("email"), row.text("password_hash")),
                        CallerKeysResource.ADMIN_EMAIL)
                .orElseThrow();
        removeAll();
    }

    @AfterEach
    void restore() {
        removeAll();
        Root restored = Objects.requireNonNull(root);
        insert(restored.id(), restored.email(), restored.hash());
    }

    private void removeAll() {
        sql.update("DELETE FROM session WHERE platform_admin_id IS NOT NULL");
        sql.update("DELETE FROM platform_admin");
    }

    private void insert(UUID id, String email, String hash) {
        sql.update(
                "INSERT INTO platform_admin (id, email, email_key, password_hash, created_at)"
                        + " VALUES (?, ?, ?, ?, now())",
                id,
                email,
                email,
                hash);
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
        Account made = first.account(EmailAddress.of(email)).orElseThrow();

        configured(email, "another password").bootstrap(new StartupEvent());

        assertThat(first.account(EmailAddress.of(email)).orElseThrow().passwordHash())
                .isEqualTo(made.passwordHash());
        assertThat(Told.acts(database, "administrator.created", made.id())).isEqualTo(1);
    }

    @Test
    void whoWasRemovedIsNotMadeAgainWhileAnotherIsThere() {
        insert(UUID.randomUUID(), Service.anEmail(), "no hash");
        String email = Service.anEmail();

        configured(email, "the first password").bootstrap(new StartupEvent());
        configured(email, null).bootstrap(new StartupEvent());

        assertThat(sql.count("SELECT count(*) FROM platform_admin")).isEqualTo(1);
    }

    @Test
    void ofManyInstancesThatBeginAtOnceOneMakesTheFirst() throws Exception {
        List<Callable<Boolean>> starts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            starts.add(() -> {
                configured(Service.anEmail(), "the first password").bootstrap(new StartupEvent());
                return true;
            });
        }

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> begun : threads.invokeAll(starts)) {
                assertThat(begun.get()).isTrue();
            }
        }

        assertThat(sql.count("SELECT count(*) FROM platform_admin")).isEqualTo(1);
    }

    @Test
    void withoutAnAddressNobodyIsMade() {
        configured(null, "the first password").bootstrap(new StartupEvent());

        assertThat(sql.count("SELECT count(*) FROM platform_admin")).isZero();
    }
}
