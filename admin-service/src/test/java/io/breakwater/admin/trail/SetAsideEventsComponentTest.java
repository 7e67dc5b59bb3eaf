package io.breakwater.admin.trail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.admin.chain.TestChain;
import io.breakwater.admin.intake.StreamConsumer;
import io.breakwater.admin.testing.AdminComponentTest;
import io.breakwater.common.audit.AuditEvent;
import io.quarkus.arc.All;
import io.quarkus.arc.ClientProxy;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@AdminComponentTest
class SetAsideEventsComponentTest {

    @Inject
    TestChain chains;

    @Inject
    DataSource dataSource;

    @Inject
    @All
    List<StreamConsumer> consumers;

    private final UUID person = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();

    @Test
    void whatWasSetAsideOfAnErasedPersonIsForgotten() throws SQLException {
        for (String stream : List.of("auth:audit", "ingest:audit")) {
            setAside(stream, "user.logged_in", person);
            setAside(stream, "user.logged_in", other);
        }
        setAside("auth:audit", "user.erased", person);

        chains.deliver(List.of(chains.message(
                AuditEvent.of("user.erased").byPlatform(UUID.randomUUID()).on("user", person))));

        assertThat(kept(person)).isEqualTo(1);
        assertThat(kept(other)).isEqualTo(2);
    }

    /** Else what another sets aside of the batch that tells of the erasure would stay. */
    @Test
    void theyAreForgottenAfterAllOthersWereGivenTheBatch() {
        assertThat(ClientProxy.unwrap(consumers.stream()
                        .filter(one -> one.stream().equals("auth:audit"))
                        .reduce((_, later) -> later)
                        .orElseThrow()))
                .isInstanceOf(SetAsideEvents.class);
    }

    private void setAside(String stream, String type, UUID about) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO intake_set_aside (stream, consumer, position, entry, reason)"
                                + " VALUES (?, 'None', '1-1', ?, 'a')")) {
            insert.setString(1, stream);
            insert.setBytes(2, """
                    {"id":"x","type":"%s","payload":"{\\"personal\\":{\\"subject\\":\\"%s\\"}}"}""".formatted(type, about).getBytes(UTF_8));
            insert.executeUpdate();
        }
    }

    private long kept(UUID about) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT count(*) FROM intake_set_aside WHERE position(convert_to(?, 'UTF8') IN entry) > 0")) {
            select.setString(1, about.toString());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
