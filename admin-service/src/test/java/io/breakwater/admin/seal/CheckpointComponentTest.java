package io.breakwater.admin.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.admin.chain.TestChain;
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
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What checkpoints say of each other, and that one bad chain does not keep the others from their care. */
@AdminComponentTest
class CheckpointComponentTest {

    @Inject
    TestChain chains;

    @Inject
    Verifier verifier;

    @Inject
    Sealer sealer;

    @Inject
    Retention retention;

    @Inject
    DataSource dataSource;

    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    /** Before all others in the order of chains. */
    private final UUID tenant = new UUID(0, UUID.randomUUID().getLeastSignificantBits());

    private final UUID person = UUID.randomUUID();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "1  | DELETE FROM audit_seal WHERE chain = '%1$s' AND last_sequence = 10",
                "11 | DELETE FROM audit_seal WHERE chain = '%1$s' AND last_sequence = 20",
                "21 | DELETE FROM audit_seal WHERE chain = '%1$s' AND last_sequence = 30",
                "1  | DELETE FROM audit_seal WHERE chain = '%1$s'",
                "11 | UPDATE audit_head SET sealed_sequence = 10 WHERE chain = '%1$s'"
            })
    void aCheckpointThatIsMissingIsFoundAndNothingIsSealedBehindIt(long sequence, String tampering)
            throws SQLException {
        sealThreeDays();
        asSuperuser(tampering.formatted(tenant));

        assertThat(verify().fault()).isEqualTo(Fault.of(sequence, Fault.Kind.CHECKPOINT_MISMATCH));

        int before = checkpoints(tenant).size();
        chains.append(at(1), tenant, person, 10);
        sealer.sealBefore(today);
        assertThat(checkpoints(tenant)).hasSize(before);
    }

    @Test
    void daysThatWereCutOffWithTheirCheckpointsAreFoundAndNotSealedAnew() throws SQLException {
        sealThreeDays();
        asSuperuser("""
            DELETE FROM audit_record WHERE chain = '%1$s' AND sequence > 10;
            DELETE FROM audit_seal WHERE chain = '%1$s' AND last_sequence > 10;
            UPDATE audit_head SET sequence = 10, hash = (SELECT hash FROM audit_record WHERE chain = '%1$s' AND sequence = 10)
             WHERE chain = '%1$s'
            """.formatted(tenant));

        assertThat(verify().fault()).isEqualTo(Fault.of(11, Fault.Kind.CHECKPOINT_MISMATCH));

        chains.append(at(1), tenant, person, 20);
        sealer.sealBefore(today);
        assertThat(checkpoints(tenant)).hasSize(1);
        assertThat(verify().verified()).isFalse();
    }

    @Test
    void aMissingCheckpointIsFoundThoughItsDayWasDropped() throws SQLException {
        AuthServer.answers(200, "{\"plan\":\"starter\",\"audit_retention_days\":3}");
        sealThreeDays();
        retention.dropAsOf(today.plusDays(1));
        assertThat(verify().verified()).isTrue();
        assertThat(verify().from()).isEqualTo(21);

        asSuperuser("DELETE FROM audit_seal WHERE chain = '%s' AND last_sequence = 10".formatted(tenant));

        assertThat(verify().fault()).isEqualTo(Fault.of(1, Fault.Kind.CHECKPOINT_MISMATCH));
    }

    @Test
    void whatIsSignedIsLeftForWhoeverKeepsCopiesOutside() throws SQLException {
        sealThreeDays();

        for (Checkpoint checkpoint : checkpoints(tenant)) {
            assertThat(number("SELECT count(*) FROM outbox WHERE stream = 'admin:checkpoints'"
                            + " AND payload->>'signature' = '" + checkpoint.signature() + "'"))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no JSON", "{\"a\":\"\\u00", "", "\\u0000"})
    void detailsThatAreNoJsonAreAMismatchAndKeepNobodyElseFromBeingSealed(String details) throws SQLException {
        UUID other = UUID.randomUUID();
        chains.append(at(2), tenant, person, 5);
        chains.append(at(2), other, person, 5);
        asSuperuser("UPDATE audit_record SET details = '%s' WHERE chain = '%s' AND sequence = 3"
                .formatted(details, tenant));

        sealer.sealBefore(today);

        assertThat(verify().fault()).isEqualTo(Fault.of(3, Fault.Kind.HASH_MISMATCH));
        assertThat(checkpoints(tenant)).isEmpty();
        assertThat(checkpoints(other)).hasSize(1);
    }

    @Test
    void aChainThatCannotBeSealedOrDroppedHoldsNoOtherUp() throws SQLException {
        AuthServer.answers(200, "{\"plan\":\"starter\",\"audit_retention_days\":1}");
        UUID other = UUID.randomUUID();
        chains.append(at(9), tenant, person, 5);
        chains.append(at(9), other, person, 5);

        refusing("INSERT", () -> sealer.sealBefore(today));
        assertThat(checkpoints(tenant)).isEmpty();
        assertThat(checkpoints(other)).hasSize(1);

        sealer.sealBefore(today);
        refusing("UPDATE", () -> retention.dropAsOf(today));
        assertThat(verify().entries()).isEqualTo(5);
        assertThat(verifier.verify(other.toString(), null).entries()).isZero();
    }

    @Test
    void theKeyOfADayThatIsNotDroppedStays() throws SQLException {
        AuthServer.answers(200, "{\"plan\":\"starter\",\"audit_retention_days\":7}");
        for (int daysAgo : List.of(10, 9)) {
            chains.append(
                    at(daysAgo),
                    List.of(chains.message(AuditEvent.of("user.login_failed")
                            .byAnonymous()
                            .in(tenant)
                            .personal("email", "a@example.com"))));
        }
        sealer.sealBefore(today.minusDays(9));
        asSuperuser("UPDATE audit_record SET outcome = 'x' WHERE chain = '%s' AND sequence = 2".formatted(tenant));
        sealer.sealBefore(today);
        assertThat(checkpoints(tenant)).hasSize(1);

        retention.dropAsOf(today);

        assertThat(number("SELECT min(sequence) FROM audit_record WHERE chain = '%s'"))
                .isEqualTo(2);
        assertThat(number("SELECT count(*) FROM subject_key WHERE chain = '%s' AND owner = 'day:" + today.minusDays(9)
                        + "'"))
                .isEqualTo(1);
        assertThat(number("SELECT count(*) FROM subject_key WHERE chain = '%s'"))
                .isEqualTo(1);
    }

    private void sealThreeDays() throws SQLException {
        for (int daysAgo = 4; daysAgo > 1; daysAgo--) {
            chains.append(at(daysAgo), tenant, person, 10);
            sealer.sealBefore(today.minusDays(daysAgo - 1L));
        }
        assertThat(verify().verified()).isTrue();
        assertThat(verify().checkpoints()).isEqualTo(3);
    }

    private Verification verify() {
        return verifier.verify(tenant.toString(), null);
    }

    private List<Checkpoint> checkpoints(UUID chain) {
        return verifier.checkpoints(chain.toString(), today.plusDays(1), 10);
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

    private interface Work {
        void run() throws SQLException;
    }

    /** Lets the database refuse something on this chain's checkpoints meanwhile. */
    private void refusing(String operation, Work work) throws SQLException {
        asSuperuser("""
                CREATE FUNCTION refuse_in_test() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''refused''; END';
                CREATE TRIGGER refused_in_test BEFORE %s ON audit_seal FOR EACH ROW
                    WHEN (NEW.chain = '%s') EXECUTE FUNCTION refuse_in_test()
                """.formatted(operation, tenant));
        try {
            work.run();
        } finally {
            asSuperuser("DROP FUNCTION refuse_in_test() CASCADE");
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
}
