package io.breakwater.admin.tenant;

import static io.breakwater.admin.testing.AuthServer.administrator;
import static io.breakwater.admin.testing.AuthServer.answers;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.admin.testing.AdminComponentTest;
import io.breakwater.admin.testing.AuthServer;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What remains of a change of a tenant in the audit trail. */
@AdminComponentTest
class TenantAuditComponentTest {

    private static final String TENANT = "/api/v1/admin/tenants/" + AuthServer.ID;

    @Inject
    DataSource dataSource;

    @BeforeEach
    void forget() {
        AuthServer.CALLS.clear();
        AuthServer.AUTHORIZATIONS.clear();
        answers(200, AuthServer.TENANT);
    }

    @Test
    void aChangeIsMadeUnderAudit() throws SQLException {
        String request = "audit-" + UUID.randomUUID();

        administrator()
                .header("X-Request-Id", request)
                .body("{\"plan\":\"enterprise\"}")
                .patch(TENANT)
                .then()
                .statusCode(200);

        assertThat(AuthServer.CALLS)
                .containsExactly("PATCH /internal/tenants/" + AuthServer.ID + "?actor=" + AuthServer.ADMINISTRATOR
                        + " {\"plan\":\"enterprise\"}");
        assertThat(outcomes(request)).containsExactly("attempted", "success");
    }

    @Test
    void aChangeIsNotTriedAgainAndItsFailureIsAudited() throws SQLException {
        String request = "audit-" + UUID.randomUUID();
        AuthServer.answer = new AuthServer.Answer(200, AuthServer.TENANT, true);

        administrator()
                .header("X-Request-Id", request)
                .body("{\"status\":\"suspended\"}")
                .patch(TENANT)
                .then()
                .statusCode(503)
                .header("Retry-After", "1");

        assertThat(AuthServer.CALLS).hasSize(1);
        assertThat(outcomes(request)).containsExactly("attempted", "failure");
    }

    private List<String> outcomes(String requestId) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT payload->>'outcome' FROM outbox WHERE stream = 'admin:audit'"
                                + " AND payload->>'request_id' = ? ORDER BY position")) {
            query.setString(1, requestId);
            List<String> outcomes = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    outcomes.add(rows.getString(1));
                }
            }
            return outcomes;
        }
    }
}
