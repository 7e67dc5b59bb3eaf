package io.breakwater.admin.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.admin.chain.TestChain;
import io.breakwater.admin.intake.StreamMessage;
import io.breakwater.admin.subjectkey.SubjectKeys;
import io.breakwater.admin.testing.AdminComponentTest;
import io.breakwater.admin.testing.AuthServer;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.localstack.testing.StoresTestResource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@AdminComponentTest
class AuditChainComponentTest {

    private static final Logger LOG = Logger.getLogger(AuditChainComponentTest.class);

    @Inject
    TestChain chains;

    @Inject
    Verifier verifier;

    @Inject
    Sealer sealer;

    @Inject
    Retention retention;

    @Inject
    SubjectKeys subjectKeys;

    @Inject
    DataSource dataSource;

    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    private final UUID tenant = UUID.randomUUID();
    private final UUID person = UUID.randomUUID();

    @Test
    void anUntouchedChainIsVerified() throws SQLException {
        chains.append(at(0), tenant, person, 20);

        Verification verification = verify();
        assertThat(verification.fault()).isNull();
        assertThat(verification.verified()).isTrue();
        assertThat(verification.entries()).isEqualTo(20);
        assertThat(verification.from()).isEqualTo(1);
        assertThat(verification.to()).isEqualTo(20);
        assertThat(verification.head().sequence()).isEqualTo(20);
    }

    @Test
    void aTenantWithoutEntriesHasAnEmptyChainThatIsVerified() {
        assertThat(verify().verified()).isTrue();
        assertThat(verify().entries()).isZero();
    }

    /** What somebody who may do anything in the database could do, and where it shows. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "7  | HASH_MISMATCH     | UPDATE audit_record SET action = 'key.revoked' WHERE chain = '%1$s' AND sequence = 7",
                "7  | HASH_MISMATCH     | UPDATE audit_record SET at = at + interval '1 microsecond' WHERE chain = '%1$s' AND sequence = 7",
                "7  | HASH_MISMATCH     | UPDATE audit_record SET sealed = NULL, key_id = NULL WHERE chain = '%1$s' AND sequence = 7",
                "7  | HASH_MISMATCH     | UPDATE audit_record SET details = '{}' WHERE chain = '%1$s' AND sequence = 7",
                "8  | PREVIOUS_MISMATCH | UPDATE audit_record SET previous_hash = sha256('x') WHERE chain = '%1$s' AND sequence = 8",
                "7  | GAP               | DELETE FROM audit_record WHERE chain = '%1$s' AND sequence = 7",
                "1  | GAP               | DELETE FROM audit_record WHERE chain = '%1$s' AND sequence = 1",
                "18 | HEAD_MISMATCH     | DELETE FROM audit_record WHERE chain = '%1$s' AND sequence > 17",
                "1  | HEAD_MISMATCH     | DELETE FROM audit_head WHERE chain = '%1$s'",
                "7  | PREVIOUS_MISMATCH | UPDATE audit_record SET sequence = -7 WHERE chain = '%1$s' AND sequence = 7;"
                        + "UPDATE audit_record SET sequence = 7 WHERE chain = '%1$s' AND sequence = 8;"
                        + "UPDATE audit_record SET sequence = 8 WHERE chain = '%1$s' AND sequence = -7",
            })
    void whatWasTamperedWithIsFoundAtItsPlace(long sequence, Fault.Kind kind, String tampering) throws SQLException {
        chains.append(at(0), tenant, person, 20);

        asSuperuser(tampering.formatted(tenant));

        assertThat(verify().verified()).isFalse();
        assertThat(verify().fault())
                .isEqualTo(new Fault(
                        sequence,
                        kind,
                        "entry sequence " + sequence + ": " + kind.wireName().replace('_', ' ')));
    }

    /** Whoever cuts off the end and moves the head is found by the day's checkpoint. */
    @Test
    void aTailThatWasCutOffWithItsHeadIsFoundBySeal() throws SQLException {
        chains.append(at(2), tenant, person, 20);
        sealer.sealBefore(today);

        asSuperuser("""
                DELETE FROM audit_record WHERE chain = '%1$s' AND sequence > 17;
                UPDATE audit_head SET sequence = 17, hash = (SELECT hash FROM audit_record WHERE chain = '%1$s' AND sequence = 17)
                 WHERE chain = '%1$s'
                """.formatted(tenant));

        assertThat(verify().fault()).isEqualTo(Fault.of(18, Fault.Kind.GAP));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "CHECKPOINT_MISMATCH | last_hash = sha256('x')",
                "SIGNATURE           | first_sequence = 2",
                "SIGNATURE           | signature = 'x'",
                "SIGNATURE           | signature = (SELECT signature FROM audit_seal WHERE chain = '%1$s' ORDER BY day LIMIT 1)"
            })
    void aForgedCheckpointIsFound(Fault.Kind kind, String change) throws SQLException {
        chains.append(at(3), tenant, person, 10);
        chains.append(at(2), tenant, person, 10);
        sealer.sealBefore(today);
        assertThat(verify().checkpoints()).isEqualTo(2);

        asSuperuser(
                ("UPDATE audit_seal SET " + change + " WHERE chain = '%1$s' AND last_sequence = 20").formatted(tenant));

        assertThat(verify().fault()).isEqualTo(Fault.of(20, kind));
    }

    @Test
    void aBrokenDayIsNotSealed() throws SQLException {
        chains.append(at(2), tenant, person, 10);
        asSuperuser(
                "UPDATE audit_record SET outcome = 'failure' WHERE chain = '%s' AND sequence = 3".formatted(tenant));

        sealer.sealBefore(today);

        assertThat(verifier.checkpoints(tenant.toString(), today, 10)).isEmpty();
    }

    @Test
    void aDayIsSealedOnceAndNothingIsAppendedToItAnyMore() throws SQLException {
        chains.append(at(1), tenant, person, 10);
        sealer.sealBefore(today);
        sealer.sealBefore(today);
        // A process whose clock is behind.
        chains.append(at(1), tenant, person, 10);
        sealer.sealBefore(today);
        chains.append(at(0), tenant, person, 1);

        assertThat(verifier.checkpoints(tenant.toString(), today.plusDays(1), 10))
                .singleElement()
                .satisfies(checkpoint -> {
                    assertThat(checkpoint.day()).isEqualTo(today.minusDays(1));
                    assertThat(checkpoint.firstSequence()).isEqualTo(1);
                    assertThat(checkpoint.lastSequence()).isEqualTo(10);
                });
        assertThat(verify().verified()).isTrue();
        assertThat(verify().entries()).isEqualTo(21);
    }

    @Test
    void severalAppendersAtOnceMakeOneChain() throws Exception {
        List<Callable<List<StreamMessage>>> appends = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            appends.add(() -> chains.append(at(0), tenant, person, 25));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<List<StreamMessage>> append : threads.invokeAll(appends)) {
                append.get();
            }
        }

        assertThat(verify().verified()).isTrue();
        assertThat(verify().entries()).isEqualTo(200);
    }

    @Test
    void whatIsDeliveredAgainIsNotAppendedAgain() throws SQLException {
        List<StreamMessage> messages = chains.append(at(0), tenant, person, 5);
        chains.append(at(0), messages);

        assertThat(verify().entries()).isEqualTo(5);
    }

    @Test
    void anErasedPersonsEntriesStillVerifyAndNothingNewIsKeptOfThem() throws SQLException {
        UUID other = UUID.randomUUID();
        chains.append(at(0), tenant, person, 5);
        chains.append(at(0), tenant, other, 2);

        SubjectKeys.Shredded shredded = subjectKeys.shred(person);
        chains.append(at(0), tenant, person, 3);

        assertThat(shredded.keys()).isEqualTo(1);
        assertThat(shredded.entries()).isEqualTo(5);
        assertThat(subjectKeys.shred(person).keys()).isZero();
        assertThat(verify().verified()).isTrue();
        assertThat(number("SELECT count(*) FROM audit_record WHERE chain = '%s' AND sealed IS NULL"))
                .isEqualTo(3);
        assertThat(number("SELECT count(*) FROM subject_key WHERE chain = '%s' AND sealed IS NOT NULL"))
                .isEqualTo(1);
    }

    @Test
    void whoAuthServiceHasErasedIsErasedHereByItself() throws SQLException {
        UUID other = UUID.randomUUID();
        chains.append(at(0), tenant, person, 5);
        chains.append(at(0), tenant, other, 5);
        chains.deliver(List.of(chains.message(
                AuditEvent.of("user.erased").byPlatform(UUID.randomUUID()).on("user", person))));

        assertThat(number("SELECT count(*) FROM subject_key WHERE chain = '%s' AND sealed IS NOT NULL"))
                .isEqualTo(1);

        chains.deliver(List.of(chains.message(AuditEvent.of("tenant.erased")
                .byPlatform(UUID.randomUUID())
                .in(tenant)
                .on("tenant", tenant))));

        assertThat(number("SELECT count(*) FROM subject_key WHERE chain = '%s' AND sealed IS NOT NULL"))
                .isZero();
        assertThat(verify().verified()).isTrue();
    }

    /** Their address stands in what tells that they were invited, when they had no account yet. */
    @Test
    void whoWasInvitedIsForgottenWithTheirAccount() throws SQLException {
        UUID theirs = UUID.randomUUID();
        UUID anothers = UUID.randomUUID();
        chains.append(at(0), List.of(invitation(theirs), invitation(anothers)));

        chains.deliver(List.of(chains.message(AuditEvent.of("user.erased")
                .byPlatform(UUID.randomUUID())
                .on("user", person)
                .with("invitations", List.of(theirs)))));
        chains.append(at(0), List.of(invitation(theirs)));

        assertThat(number("SELECT count(*) FROM audit_record r JOIN subject_key k ON k.id = r.key_id"
                        + " WHERE r.chain = '%s' AND k.sealed IS NULL AND k.owner = 'invitation:" + theirs + "'"))
                .isEqualTo(1);
        assertThat(number("SELECT count(*) FROM audit_record r JOIN subject_key k ON k.id = r.key_id"
                        + " WHERE r.chain = '%s' AND k.sealed IS NOT NULL"))
                .isEqualTo(1);
        assertThat(verify().verified()).isTrue();
        assertThat(verify().entries()).isEqualTo(3);
    }

    private StreamMessage invitation(UUID id) {
        return chains.message(AuditEvent.of("invitation.created")
                .byUser(UUID.randomUUID())
                .aboutNobody()
                .in(tenant)
                .on("invitation", id)
                .personal("email", "a@example.com"));
    }

    @Test
    void anErasedTenantsKeysAreGone() throws SQLException {
        chains.append(at(0), tenant, person, 5);
        chains.append(
                at(0),
                List.of(chains.message(AuditEvent.of("user.login_failed")
                        .byAnonymous()
                        .in(tenant)
                        .personal("email", "a@example.com"))));

        SubjectKeys.Shredded shredded = subjectKeys.shredTenant(tenant);

        assertThat(shredded.keys()).isEqualTo(2);
        assertThat(shredded.entries()).isEqualTo(6);
        assertThat(number("SELECT count(*) FROM subject_key WHERE chain = '%s' AND sealed IS NOT NULL"))
                .isZero();
        assertThat(verify().verified()).isTrue();
    }

    @Test
    void daysWhoseTimeIsOverAreDroppedAndTheRestVerifies() throws SQLException {
        AuthServer.answers(200, "{\"plan\":\"starter\",\"audit_retention_days\":7}");
        chains.append(at(9), tenant, person, 10);
        chains.append(at(8), tenant, person, 10);
        chains.append(at(7), tenant, person, 10);
        chains.append(at(0), tenant, person, 10);
        sealer.sealBefore(today);

        retention.dropAsOf(today);

        assertThat(number("SELECT min(sequence) FROM audit_record WHERE chain = '%s'"))
                .isEqualTo(21);
        assertThat(verify().verified()).isTrue();
        assertThat(verify().from()).isEqualTo(21);
        assertThat(verify().entries()).isEqualTo(20);
        assertThat(verifier.verify(tenant.toString(), today).from()).isEqualTo(31);
        asSuperuser("UPDATE audit_record SET action = 'a' WHERE chain = '%s' AND sequence = 21".formatted(tenant));
        assertThat(verify().fault()).isEqualTo(Fault.of(21, Fault.Kind.HASH_MISMATCH));
    }

    @Test
    void nothingIsDroppedWhileThePlanIsNotKnown() throws SQLException {
        AuthServer.answers(503, "{}");
        chains.append(at(400), tenant, person, 10);
        sealer.sealBefore(today);

        retention.dropAsOf(today);

        assertThat(verify().entries()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_record SET action = 'a'",
                "DELETE FROM audit_record",
                "TRUNCATE audit_record",
                "UPDATE audit_seal SET dropped_at = now()",
                "DELETE FROM audit_seal",
                "TRUNCATE audit_seal",
                "DELETE FROM audit_head",
                "SELECT drop_sealed_days('platform', '2030-01-01')",
                "ALTER TABLE audit_record DISABLE TRIGGER ALL",
                "SET session_replication_role = 'replica'",
                "DROP TABLE audit_record"
            })
    void theServicesOwnRoleCannotTakeAnythingBack(String attempt) throws SQLException {
        chains.append(at(0), tenant, person, 1);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT set_config('breakwater.audit_retention', 'on', true)");
            assertThatThrownBy(() -> statement.execute(attempt))
                    .isInstanceOf(SQLException.class)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("42501");
            connection.rollback();
        }
    }

    /** Not even the owner of the tables, by mistake. */
    @ParameterizedTest
    @ValueSource(strings = {"UPDATE audit_record SET action = 'a'", "DELETE FROM audit_record", "TRUNCATE audit_seal"})
    void theTablesRefuseChanges(String attempt) throws SQLException {
        chains.append(at(0), tenant, person, 1);
        var stores = StoresTestResource.stores();
        var access = stores.access("admin");
        try (Connection owner = DriverManager.getConnection(stores.jdbcUrl(), access.owner(), access.ownerPassword());
                Statement statement = owner.createStatement()) {
            assertThatThrownBy(() -> statement.execute(attempt)).hasMessageContaining("never changed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM audit_record",
                "DELETE FROM audit_record",
                "UPDATE audit_seal SET dropped_at = now()",
                "SELECT * FROM subject_key"
            })
    void theRetentionRoleCanDoNothingElse(String attempt) throws SQLException {
        try (Connection connection = asRetention();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(attempt))
                    .isInstanceOf(SQLException.class)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("42501");
        }
    }

    @Test
    void theRetentionRoleDropsNoDayThatIsNotSealed() throws SQLException {
        chains.append(at(400), tenant, person, 3);
        try (Connection connection = asRetention();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT drop_sealed_days('%s', 'infinity')".formatted(tenant));
        }

        assertThat(verify().entries()).isEqualTo(3);
    }

    /** As many rows as {@code -Daudit.rows} says: 1,000,000 take some minutes to append. */
    @Test
    void aLongChainIsVerified() throws SQLException {
        int rows = Integer.getInteger("audit.rows", 20_000);
        int batch = 500;
        long begin = System.nanoTime();
        for (int i = 0; i < rows / batch; i++) {
            chains.append(at(0), tenant, person, batch);
        }
        long appended = System.nanoTime();

        Verification verification = verify();

        LOG.infof(
                "%d entries appended in %d ms, verified in %d ms",
                rows, (appended - begin) / 1_000_000, verification.durationMs());
        assertThat(verification.verified()).isTrue();
        assertThat(verification.entries()).isEqualTo(rows);
    }

    private Verification verify() {
        return verifier.verify(tenant.toString(), null);
    }

    private Instant at(int daysAgo) {
        return today.minusDays(daysAgo).atTime(0, 0, 1).toInstant(ZoneOffset.UTC);
    }

    private long number(String query) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement select = connection.createStatement();
                var row = select.executeQuery(query.formatted(tenant))) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void asSuperuser(String statements) throws SQLException {
        var stores = StoresTestResource.stores();
        try (Connection connection =
                        DriverManager.getConnection(stores.jdbcUrl(), stores.superuser(), stores.superuserPassword());
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = admin; SET session_replication_role = 'replica'");
            statement.execute(statements);
        }
    }

    private static Connection asRetention() throws SQLException {
        var stores = StoresTestResource.stores();
        var access = stores.access("admin");
        return DriverManager.getConnection(stores.jdbcUrl(), access.retention(), access.retentionPassword());
    }
}
