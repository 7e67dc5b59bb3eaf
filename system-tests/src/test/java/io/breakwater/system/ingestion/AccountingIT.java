package io.breakwater.system.ingestion;

import static io.breakwater.system.ingestion.EventClient.event;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.system.ingestion.Accounting.Expected;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The account that the scenarios end with does not balance when something is wrong. */
class AccountingIT {

    private final IngestStack stack = IngestStack.shared();
    private final EventClient client = stack.newTenant();
    private String event;

    @BeforeEach
    void balance() throws Exception {
        event = client.accepted(event("e", "ann"));
        client.accepted(event("e", "bob"));
        Accounting.check(stack, client, Expected.processed(2));
    }

    @Test
    void aSecondEffectOfAnEventIsSeen() throws Exception {
        stack.tables().execute("""
                INSERT INTO ingest.fact (id, event_id, tenant_id, environment, participant_id, type, data, valid_at, created_at)
                SELECT ?, event_id, tenant_id, environment, participant_id, type, data, valid_at, created_at
                FROM ingest.fact WHERE event_id = ?""", UUID.randomUUID(), UUID.fromString(event));

        isNoticed("second effects");
    }

    @Test
    void aPromisedEventWithoutARowIsSeen() throws Exception {
        stack.tables().execute("DELETE FROM ingest.event WHERE id = ?", UUID.fromString(event));

        isNoticed("promised, and not there");
    }

    @Test
    void aReportThatCountsOtherwiseIsSeen() throws Exception {
        stack.tables().execute("UPDATE ingest.ledger SET events = events + 1 WHERE tenant_id = ?", client.tenant());

        isNoticed("processed");
    }

    private void isNoticed(String what) {
        assertThatThrownBy(() -> Accounting.check(stack, client, Expected.processed(2)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(what);
    }
}
