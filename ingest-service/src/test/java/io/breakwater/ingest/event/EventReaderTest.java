package io.breakwater.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.common.json.HouseJson;
import io.breakwater.common.problem.FieldViolation;
import io.breakwater.common.problem.ProblemException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final EventReader reader = new EventReader(HouseJson.mapper(), Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({
        "event_name, 128",
        "participant_id, 255",
        "message_id, 100",
    })
    void textsHaveTheirLengthInCharacters(String field, int max) {
        assertThat(violations(field, "😀".repeat(max))).isEmpty();
        assertThat(violations(field, "😀".repeat(max + 1))).containsExactly(field);
        assertThat(violations(field, "")).containsExactly(field);
    }

    @Test
    void textThatIsNotThereIsMissingAndNotTooShort() {
        assertThat(read("{\"event_name\":null}").violations())
                .containsExactly(
                        new FieldViolation("event_name", "is required"),
                        new FieldViolation("participant_id", "is required"));
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "2026-02-14T10:30:00Z| 2026-02-14T10:30:00Z",
                "2026-02-14t10:30:00.123456789z| 2026-02-14T10:30:00.123456789Z",
                "2026-02-14T10:30:00+14:00| 2026-02-13T20:30:00Z",
                "1970-01-01T00:00:00-00:00| 1970-01-01T00:00:00Z",
                "0001-01-01T00:00:00Z| 0001-01-01T00:00:00Z",
                "2026-11-23T12:00:00Z| 2026-11-23T12:00:00Z",
            },
            delimiter = '|')
    void rfc3339TimesAreTaken(String text, String instant) {
        EventContent content = read(with("timestamp", "\"" + text + "\"")).content();

        assertThat(content).isNotNull().extracting(EventContent::timestamp).isEqualTo(Instant.parse(instant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-23T12:00:01Z",
                "9999-12-31T23:59:59Z",
                "+10000-01-01T00:00:00Z",
                "10000-01-01T00:00:00Z",
                "0000-12-31T23:59:59Z",
                "0001-01-01T00:00:00+01:00",
                "2026-02-30T00:00:00Z",
                "2026-02-14T24:00:01Z",
                "2026-02-14T10:30Z",
                "2026-02-14 10:30:00Z",
                "2026-02-14T10:30:00",
                "2026-02-14",
                "1771065000",
                "",
            })
    void otherTimesAreNot(String text) {
        assertThat(read(with("timestamp", "\"" + text + "\"")).violations())
                .extracting(FieldViolation::path)
                .containsExactly("timestamp");
    }

    @Test
    void eventIsAtMost32KilobytesAsItWasSent() {
        int rest = with("properties", "{\"x\":\"\"}").length();
        String fits = with("properties", "{\"x\":\"" + "x".repeat(32 * 1024 - rest) + "\"}");
        String wide = with("properties", "{\"x\":\"" + "x".repeat(32 * 1024 - rest + 1) + "\"}");

        assertThat(fits).hasSize(32 * 1024);
        assertThat(read(fits).violations()).isEmpty();
        assertThat(read(wide).violations()).extracting(FieldViolation::path).containsExactly("");
        assertThat(batch(fits, wide).get(1).violations())
                .extracting(FieldViolation::path)
                .containsExactly("events.1");
    }

    @Test
    void whatWasTakenInOnceIsReadAgainWhateverItsSizeAndTime() throws Exception {
        EventContent content =
                new EventContent("e", "p", NOW.plus(Duration.ofDays(9)), "{\"x\":\"" + "x".repeat(33_000) + "\"}");

        assertThat(reader.readPayload(reader.writePayload(content)).content()).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.0", "1e308", "1E-308", "49.99", "1.10", "100", "0.000"})
    void numbersKeepTheirText(String number) {
        assertThat(properties("{\"n\":" + number + "}")).isEqualTo("{\"n\":" + number + "}");
    }

    @Test
    void numbersOfHundredDigitsAreKeptAndLongerOnesNamed() {
        String hundred = "1234567890".repeat(10);

        assertThat(properties("{\"n\":[" + hundred + ",-0." + hundred.substring(1) + "]}"))
                .contains(hundred);
        assertThat(read(with("properties", "{\"n\":{\"m\":[1,9" + hundred + "]}}"))
                        .violations())
                .extracting(FieldViolation::path)
                .containsExactly("properties.n.m.1");
        assertThat(read(with("properties", "{\"n\":" + "9".repeat(30_000) + "}"))
                        .violations())
                .extracting(FieldViolation::path)
                .containsExactly("properties.n");
    }

    @Test
    @Timeout(2)
    void hugeExponentsCostNothing() {
        String numbers = "1e999999999,".repeat(2_000) + "-1E-99999999999999999999";

        EventDraft draft = read(with("properties", "{\"n\":[" + numbers + "]}"));

        assertThat(draft.content()).isNull();
        assertThat(draft.violations()).hasSize(10);
    }

    @Property
    void everyDecimalKeepsItsDigits(@ForAll @BigRange(min = "-1e30", max = "1e30") @Scale(40) BigDecimal number) {
        String text = number.toPlainString();

        if (NumberRule.allows(text)) {
            assertThat(properties("{\"n\":" + text + "}")).isEqualTo("{\"n\":" + text + "}");
        }
    }

    @Test
    void propertiesAreCopiedAsTheyAre() {
        String json = "{\"b\":[1,[2,{\"c\":null}],true,false],\"a\":\"\\\"\\n😀\",\"\":{}}";

        assertThat(properties(" " + json.replace(",", " ,\n ") + " ")).isEqualTo(json);
    }

    @Test
    void propertiesOfAnEventThatHasNoneAreEmpty() {
        EventContent content =
                read("{\"event_name\":\"a\",\"participant_id\":\"b\"}").content();

        assertThat(content).isNotNull().extracting(EventContent::properties).isEqualTo("{}");
        assertThat(properties("null")).isEqualTo("{}");
    }

    @Test
    void depthIsBounded() {
        String deep = "{\"a\":".repeat(70) + "1" + "}".repeat(70);

        assertThatThrownBy(() -> read(with("properties", deep))).isInstanceOf(ProblemException.class);
    }

    private String properties(String json) {
        EventContent content = read(with("properties", json)).content();
        assertThat(content).isNotNull();
        return content == null ? "" : content.properties();
    }

    private List<String> violations(String field, String value) {
        return read(with(field, "\"" + value + "\"")).violations().stream()
                .map(FieldViolation::path)
                .toList();
    }

    private EventDraft read(String body) {
        return reader.readEvent(body.getBytes(StandardCharsets.UTF_8));
    }

    private List<EventDraft> batch(String... events) {
        return reader.readBatch(("{\"events\":[" + String.join(",", events) + "]}").getBytes(StandardCharsets.UTF_8));
    }

    /** A valid event with one field set. */
    private static String with(String field, String json) {
        String name = field.equals("event_name") ? json : "\"e\"";
        String participant = field.equals("participant_id") ? json : "\"p\"";
        String more = field.equals("event_name") || field.equals("participant_id") ? "" : ",\"" + field + "\":" + json;
        return "{\"event_name\":" + name + ",\"participant_id\":" + participant + more + "}";
    }
}
