package io.breakwater.common.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditEventTest {

    private static final UUID ACTOR = UUID.randomUUID();
    private static final UUID OTHER = UUID.randomUUID();

    @Test
    void personalDataStandsApartAndNamesWhoItIsAbout() {
        Map<String, Object> payload = AuditEvent.of("member.removed")
                .byUser(ACTOR)
                .on("user", OTHER)
                .about(OTHER)
                .with("role", "editor")
                .personal("email", "a@example.com")
                .payload(Map.of("ip", "203.0.113.7"), "r-1");

        assertThat(payload.get("personal"))
                .isEqualTo(Map.of("subject", OTHER, "ip", "203.0.113.7", "email", "a@example.com"));
        payload.remove("personal");
        assertThat(payload.toString()).doesNotContain("203.0.113.7").doesNotContain("example.com");
    }

    @Test
    void thePersonWhoActsIsTheSubjectUnlessAnotherIsNamed() {
        assertThat(AuditEvent.of("user.logged_out").byUser(ACTOR).payload(Map.of(), null))
                .containsEntry("personal", Map.of("subject", ACTOR));
        assertThat(AuditEvent.of("user.login_failed").byAnonymous().payload(Map.of(), null))
                .containsEntry("personal", Collections.singletonMap("subject", null));
    }

    @Test
    void anEventAboutNobodyHoldsNothingOfWhoActs() {
        AuditEvent event = AuditEvent.of("invitation.created")
                .byUser(ACTOR)
                .about(OTHER)
                .aboutNobody()
                .personal("email", "a@example.com");

        Map<String, Object> expected = new HashMap<>();
        expected.put("subject", null);
        expected.put("email", "a@example.com");
        assertThat(event.payload(Map.of("ip", "203.0.113.7"), null)).containsEntry("personal", expected);
        assertThat(event.about(OTHER).payload(Map.of(), null))
                .containsEntry("personal", Map.of("subject", OTHER, "email", "a@example.com"));
    }

    @Test
    void aRefusalSaysWhy() {
        assertThat(AuditEvent.of("user.login_failed").failed("wrong_password").payload(Map.of(), null))
                .containsEntry("outcome", "failure")
                .containsEntry("reason", "wrong_password");
    }

    @Test
    void addingToAnEventLeavesTheFirstAsItWas() {
        AuditEvent first = AuditEvent.of("key.created").bySystem();
        AuditEvent second = first.with("name", "x");

        assertThat(first.payload(Map.of(), null)).containsEntry("details", Map.of());
        assertThat(second.payload(Map.of(), null)).containsEntry("details", Map.of("name", "x"));
    }
}
