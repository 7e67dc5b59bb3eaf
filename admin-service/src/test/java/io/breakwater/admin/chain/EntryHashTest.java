package io.breakwater.admin.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.common.json.HouseJson;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryHashTest {

    /** What is hashed never changes for entries that are there: these bytes are those of docs/audit.md. */
    @Test
    void theFormThatIsHashedStaysAsItIs() {
        assertThat(new String(EntryHash.canonical(entry("r", "{\"n\":1}")), UTF_8))
                .isEqualTo("{\"action\":\"key.created\",\"actor\":{\"id\":null,\"kind\":\"system\"},"
                        + "\"at\":\"2026-11-22T10:00:00.123456Z\",\"chain\":\"platform\",\"details\":{\"n\":1},"
                        + "\"environment\":null,\"id\":\"00000000-0000-0000-0000-000000000001\",\"outcome\":\"success\","
                        + "\"previous_hash\":\"" + Entry.NO_HASH + "\",\"reason\":null,"
                        + "\"recorded_at\":\"2026-11-22T10:00:01Z\",\"request_id\":\"r\","
                        + "\"sealed\":{\"data\":\"AAEC\",\"key_id\":\"00000000-0000-0000-0000-000000000002\"},"
                        + "\"sequence\":1,\"source\":\"auth:audit\",\"target\":null,\"tenant\":null,\"version\":1}");
        assertThat(EntryHash.of(entry("r", "{\"n\":1}"))).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "\u0001\u001f\u007f",
                "\b\t\n\f\r\"\\/",
                "\\u0041",
                "\u00e9\u2028\u2029\ud83d\ude00",
                "<script>&amp;'"
            })
    void whateverTheTextItIsTheCanonicalForm(String text) throws IOException {
        Entry entry = entry(
                text,
                CanonicalDetails.of(HouseJson.mapper()
                        .createObjectNode()
                        .put(text + "b", text)
                        .put("a", 0.5)));

        byte[] canonical = EntryHash.canonical(entry);

        assertThat(canonical).isEqualTo(new JsonCanonicalizer(canonical).getEncodedUTF8());
        assertThat(HouseJson.mapper().readTree(canonical).get("request_id").asText())
                .isEqualTo(text);
    }

    @Test
    void whatADoubleDoesNotHoldIsKeptDigitByDigit() throws IOException {
        String details = """
                {"z":[1, 1.50, 9007199254740993, 12345678901234567890, 0.1, 1e400, {"b":null,"a":true}],"a":"x"}""";

        assertThat(CanonicalDetails.of(HouseJson.mapper().readTree(details)))
                .isEqualTo("{\"a\":\"x\",\"z\":[1,1.5,\"9007199254740993\",\"12345678901234567890\",0.1,\"1E+400\","
                        + "{\"a\":true,\"b\":null}]}");
    }

    private static Entry entry(String requestId, String details) {
        return new Entry(
                Entry.PLATFORM,
                1,
                new UUID(0, 1),
                Instant.parse("2026-11-22T10:00:00.123456Z"),
                Instant.parse("2026-11-22T10:00:01Z"),
                "auth:audit",
                "system",
                null,
                "key.created",
                "success",
                null,
                null,
                null,
                null,
                requestId,
                details,
                new UUID(0, 2),
                "AAEC",
                Entry.NO_HASH,
                Entry.NO_HASH);
    }
}
