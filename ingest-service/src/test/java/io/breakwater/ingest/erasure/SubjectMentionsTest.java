package io.breakwater.ingest.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.ingest.tombstone.SubjectHash;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectMentionsTest {

    private static final UUID TENANT = new UUID(0, 1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SubjectMentions mentions = new SubjectMentions(JSON);

    private static Erasure of(String participant) {
        return new Erasure(new UUID(0, 2), TENANT, participant, SubjectHash.of(TENANT, participant), Instant.EPOCH);
    }

    private static Erasure ofHash(String participant) {
        return new Erasure(new UUID(0, 2), TENANT, null, SubjectHash.of(TENANT, participant), Instant.EPOCH);
    }

    private boolean speaksOf(String payload, String participant) throws Exception {
        String raw = JSON.writeValueAsString(Map.of("v", "1", "env", "live", "payload", payload));
        boolean speaks = mentions.in(raw, of(participant));
        assertThat(mentions.in(raw, ofHash(participant))).isEqualTo(speaks);
        return speaks;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":[{\"b\":\"7\"}]}",
                "{\"userId\":7}",
                "{\"anonymous_id\":7}",
                "{\"context\":{\"user\":{\"id\":7}}}",
                "{\"users\":1,\"subject\":[6,7]}",
                "no json of 7",
                "{\"userId\":\"7\"",
                "userId=7&x=8",
                "it was 7.",
                "7 apples",
                "{} 7"
            })
    void idsAreFound(String payload) throws Exception {
        assertThat(speaksOf(payload, "7")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"price\":7}",
                "{\"id\":7}",
                "{\"order\":{\"id\":7}}",
                "{\"userId\":77}",
                "{\"userId\":null,\"name\":\"7 of 9\"}",
                "no json of 17",
                "no json of 7.5",
                "no json of 7-up or b7"
            })
    void whatOnlyLooksLikeAnIdIsNone(String payload) throws Exception {
        assertThat(speaksOf(payload, "7")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "1", "true", "null"})
    void whatBreakwaterWroteItselfNamesNobody(String participant) throws Exception {
        assertThat(speaksOf("{\"a\":true,\"user\":null}", participant)).isFalse();
    }
}
