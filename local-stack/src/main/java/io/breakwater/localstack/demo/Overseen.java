package io.breakwater.localstack.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.breakwater.localstack.suite.SuiteException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What those who answer for the platform see and do: the numbers of a day, equal to the account of events; the audit trail and
 * its proof; a person erased over all services, with a receipt.
 */
final class Overseen {

    private static final List<String> STATES =
            List.of("processed", "duplicate", "conflict", "dead", "discarded", "erased");

    private final Transcript transcript;
    private final Gateway gateway;
    private final Settling settling;

    Overseen(Transcript transcript, Gateway gateway, Settling settling) {
        this.transcript = transcript;
        this.gateway = gateway;
        this.settling = settling;
    }

    /**
     * Plays it.
     *
     * @param key of a tenant that has nothing in flight and no dead letter
     * @param owner the token of that tenant's owner
     * @param administrator the token of an administrator of the platform
     * @throws SuiteException at the first answer that is not as it should be
     */
    void play(String tenant, String key, String owner, String administrator) {
        transcript.title("The day in numbers, by name of event");
        Answer report =
                gateway.send(Request.get("/api/v1/ingest/report").withKey(key)).expect(200);
        Answer usage = settling.until(
                Request.get("/api/v1/analytics/usage?group_by=event_name&start_date="
                                + LocalDate.now(ZoneOffset.UTC).minusDays(1))
                        .withToken(owner),
                answer -> answer.text("/totals/events").equals(report.text("/accepted")));
        for (String state : STATES) {
            Settling.requireEqual(state + " of analytics", report.text("/" + state), usage.text("/totals/" + state));
        }
        transcript.title("Analytics and the account of events say the same: " + report.text("/accepted") + " events");

        transcript.title("Who did what: the tenant's audit trail");
        gateway.send(Request.get("/api/v1/audit?action=key.*").withToken(owner)).expect(200);
        verify(owner);

        erase(tenant, key, administrator);

        transcript.title("The audit trail still verifies");
        verify(owner);
    }

    private void verify(String owner) {
        Answer verified = gateway.send(Request.get("/api/v1/audit/verify").withToken(owner))
                .expect(200);
        Settling.requireEqual("audit trail's proof", "true", verified.text("/verified"));
    }

    private void erase(String tenant, String key, String administrator) {
        transcript.title("A person asks to be forgotten, by a name that only the tenant knows");
        String erasure = gateway.send(Request.post(
                                "/api/v1/admin/erasures",
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("tenant_id", tenant)
                                        .put("participant_id", "user_123")
                                        .put("reason", "asked by mail")
                                        .toString())
                        .withToken(administrator))
                .expect(202)
                .text("/id");
        transcript.title("The receipt, which does not name them");
        Answer receipt = settling.until(
                Request.get("/api/v1/admin/erasures/" + erasure).withToken(administrator),
                answer -> answer.text("/state").equals("done"));
        if (receipt.body().toString().contains("user_123")) {
            throw new SuiteException("The receipt of erasure " + erasure + " names whom it is about.");
        }

        transcript.title("The account: nothing is lost, and nothing is left of them");
        Answer report =
                gateway.send(Request.get("/api/v1/ingest/report").withKey(key)).expect(200);
        Settling.requireEqual("balanced", "true", report.text("/balanced"));
        Settling.requireEqual(
                "erased events", receipt.text("/receipt/counts/ingest-service/events"), report.text("/erased"));
    }
}
