package io.breakwater.admin.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StreamEntryTest {

    @Test
    void aNumberThatPostgresqlHasWrittenOutIsRead() {
        JsonNode payload = entry("{\"details\":{\"change\":{\"api_keys\":1" + "0".repeat(400) + "}}}")
                .message()
                .payload();

        assertThat(payload.at("/details/change/api_keys").bigIntegerValue()).isEqualTo(BigInteger.TEN.pow(400));
    }

    @Test
    void whatLayAsDeepAsABodyMayIsReadInsideOfAnEvent() {
        String change = "[".repeat(63) + "]".repeat(63);

        assertThat(entry("{\"details\":{\"change\":{\"api_keys\":" + change + "}}}")
                        .message()
                        .payload()
                        .at("/details/change/api_keys")
                        .isArray())
                .isTrue();
    }

    private static StreamEntry entry(String payload) {
        return new StreamEntry(
                "1-1",
                Map.of(
                        "id",
                        UUID.randomUUID().toString(),
                        "type",
                        "plan.change",
                        "at",
                        "2026-11-22T10:00:00Z",
                        "payload",
                        payload));
    }
}
