package io.breakwater.admin.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.admin.intake.StreamMessage;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.json.HouseJson;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DraftTest {

    private static final ObjectMapper JSON = HouseJson.mapper();

    @Test
    void anEventIsReadAsServicesWriteIt() {
        UUID tenant = UUID.randomUUID();
        UUID person = UUID.randomUUID();
        AuditEvent event = AuditEvent.of("key.revoked")
                .byUser(person)
                .in(tenant)
                .onNamed("api_key", "k")
                .with("n", 1)
                .failed("not_found");

        Draft draft = Draft.of(new StreamMessage(
                UUID.randomUUID(),
                event.action(),
                Instant.parse("2026-11-22T10:00:00.123456789Z"),
                JSON.valueToTree(event.payload(Map.of("ip", "203.0.113.7"), "r"))));

        assertThat(draft.chain()).isEqualTo(tenant.toString());
        assertThat(draft.at()).isEqualTo("2026-11-22T10:00:00.123456Z");
        assertThat(draft.actorKind()).isEqualTo("user");
        assertThat(draft.actorId()).isEqualTo(person.toString());
        assertThat(draft.outcome()).isEqualTo("failure");
        assertThat(draft.reason()).isEqualTo("not_found");
        assertThat(draft.targetKind()).isEqualTo("api_key");
        assertThat(draft.targetId()).isEqualTo("k");
        assertThat(draft.subject()).isEqualTo(person);
        assertThat(draft.personal().toString()).isEqualTo("{\"ip\":\"203.0.113.7\"}");
        assertThat(draft.toString()).doesNotContain("203.0.113.7");
    }

    @Test
    void whatWasErasedOnItsWayIsReadWithoutIt() throws IOException {
        Draft draft = Draft.of(new StreamMessage(
                UUID.randomUUID(),
                "a.b",
                Instant.EPOCH,
                JSON.readTree(
                        "{\"outcome\":\"success\",\"actor\":{\"kind\":\"system\"},\"details\":{},\"personal\":null}")));

        assertThat(draft.personal()).isEmpty();
        assertThat(draft.chain()).isEqualTo("platform");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'schema':2,'outcome':'success','actor':{'kind':'system'},'details':{},'personal':{}}",
                "{'outcome':'success','actor':{'kind':'system'},'details':{}}",
                "{'outcome':'success','actor':{'kind':'system'},'details':[],'personal':{}}",
                "{'outcome':'success','actor':'system','details':{},'personal':{}}",
                "{'outcome':7,'actor':{'kind':'system'},'details':{},'personal':{}}",
                "{'outcome':'success','actor':{'kind':'system'},'details':{},'personal':{},'tenant':'platform'}",
                "{'outcome':'success','actor':{'kind':'system'},'details':{},'personal':{'subject':'x'}}",
            })
    void whatIsNoAuditEventIsRefused(String payload) throws IOException {
        StreamMessage message =
                new StreamMessage(UUID.randomUUID(), "a.b", Instant.EPOCH, JSON.readTree(payload.replace('\'', '"')));

        assertThatThrownBy(() -> Draft.of(message)).isInstanceOf(IllegalArgumentException.class);
    }
}
