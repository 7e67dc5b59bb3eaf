package io.breakwater.ingest.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.common.json.HouseJson;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.body.ExactJson;
import io.breakwater.ingest.event.EventContent;
import io.breakwater.ingest.event.Rejected;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final SegmentReader reader =
            new SegmentReader(new ExactJson(HouseJson.mapper()), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void trackIsTheEventItNamesWithItsPropertiesAndTheRestApart() {
        EventContent event = event(SegmentCall.TRACK, """
                {"type":"track","event":"Order Completed","userId":"u1","anonymousId":"a1","messageId":"m1",
                 "timestamp":"2026-11-22T10:00:00.000Z","properties":{"total":27.50,"id":12345678901234567890.10},
                 "context":{"ip":"1.2.3.4"},"sentAt":"2026-11-22T10:00:01.000Z","writeKey":"k"}""");

        assertThat(event)
                .isEqualTo(new EventContent(
                        "Order Completed",
                        "u1",
                        Instant.parse("2026-11-22T10:00:00Z"),
                        "{\"total\":27.50,\"id\":12345678901234567890.10,\"$segment\":{\"type\":\"track\",\"userId\":\"u1\","
                                + "\"anonymousId\":\"a1\",\"context\":{\"ip\":\"1.2.3.4\"}}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "IDENTIFY | identify      | 'traits':{'a':1}                  | {'a':1",
                "PAGE     | page_viewed   | 'name':'Home','properties':{'a':1} | {'a':1,'name':'Home'",
                "SCREEN   | screen_viewed | 'category':'c'                    | {'category':'c'",
                "GROUP    | group         | 'groupId':'g','traits':{'a':1}    | {'a':1,'groupId':'g'",
                "ALIAS    | alias         | 'previousId':'p'                  | {'previousId':'p'",
            })
    void otherCallsHaveStableNames(SegmentCall call, String name, String members, String properties) {
        EventContent event = event(call, "{\"userId\":\"u\"," + members.replace('\'', '"') + "}");

        assertThat(event.eventName()).isEqualTo(name);
        assertThat(event.properties()).startsWith(properties.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"userId\":\"u\",\"anonymousId\":\"a\" | u",
                "\"userId\":\"\",\"anonymousId\":\"a\"  | a",
                "\"userId\":null,\"anonymousId\":\"a\"  | a",
                "\"anonymousId\":\"a\"                  | a",
                "\"userId\":4711                        | 4711",
            })
    void participantIsTheUserElseTheAnonymousId(String ids, String participant) {
        assertThat(event(SegmentCall.IDENTIFY, "{" + ids + "}").participantId()).isEqualTo(participant);
    }

    @Test
    void theSameCallSentLaterIsTheSameEvent() {
        String call = "{\"userId\":\"u\",\"timestamp\":\"2026-11-22T10:00:00Z\",\"sentAt\":\"2026-11-22T1%d:00:00Z\"}";

        assertThat(event(SegmentCall.PAGE, call.formatted(0))).isEqualTo(event(SegmentCall.PAGE, call.formatted(1)));
    }

    @Test
    void clockThatIsDaysAheadIsCorrectedByWhenTheCallWasSent() {
        EventContent event = event(
                SegmentCall.PAGE,
                "{\"userId\":\"u\",\"timestamp\":\"2030-01-01T10:00:00Z\",\"sentAt\":\"2030-01-01T10:00:05Z\"}");

        assertThat(event.timestamp()).isEqualTo(NOW.minusSeconds(5));
    }

    @Test
    void batchSharesItsContext() {
        List<SegmentItem> items = batch("""
                {"batch":[{"type":"page","userId":"u"},{"type":"track","event":"e","userId":"u","context":{"own":1}}],
                 "context":{"common":1},"sentAt":"2026-11-22T12:00:00Z"}""");

        assertThat(items).hasSize(2);
        assertThat(content(items.get(0)).properties()).contains("\"common\":1");
        assertThat(content(items.get(1)).properties()).contains("\"own\":1").doesNotContain("common");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"track\",\"userId\":\"u\"}                                    | batch.0.event",
                "{\"type\":\"page\"}                                                      | batch.0.userId",
                "{\"type\":\"play\",\"userId\":\"u\"}                                     | batch.0.type",
                "{\"userId\":\"u\"}                                                       | batch.0.type",
                "{\"type\":\"page\",\"userId\":\"u\",\"properties\":[]}                   | batch.0.properties",
                "{\"type\":\"page\",\"userId\":\"u\",\"properties\":{\"n\":[1,1e309]}}    | batch.0.properties.n.1",
                "{\"type\":\"page\",\"userId\":\"u\",\"timestamp\":\"yesterday\"}         | batch.0.timestamp",
                "{\"type\":\"page\",\"userId\":\"u\",\"timestamp\":\"2030-01-01T00:00:00Z\"} | batch.0.timestamp",
                "{\"type\":\"page\",\"userId\":{}}                                        | batch.0.userId",
                "7                                                                        | batch.0",
            })
    void badCallIsRejectedAtItsPath(String call, String path) {
        List<SegmentItem> items = batch("{\"batch\":[" + call + ",{\"type\":\"page\",\"userId\":\"u\"}]}");

        assertThat(rejected(items.get(0)).reason().path()).isEqualTo(path);
        assertThat(items.get(1)).isInstanceOf(SegmentItem.Event.class);
    }

    @Test
    void callBeyond32KilobytesIsRejectedAndKeptAsFarAsItGoes() {
        Rejected rejected = rejected(reader.single(
                        SegmentCall.PAGE,
                        bytes("{\"userId\":\"u\",\"messageId\":\"m\",\"properties\":{\"x\":\"" + "é".repeat(20_000)
                                + "\"}}"))
                .getFirst());

        assertThat(rejected.item().getBytes(StandardCharsets.UTF_8).length).isBetween(32 * 1024 - 1, 32 * 1024);
        assertThat(rejected.item()).endsWith("é");
        assertThat(rejected.messageId()).isEqualTo("m");
    }

    @Test
    void writeKeyIsNeverKept() {
        assertThat(rejected(reader.single(SegmentCall.TRACK, bytes("{\"writeKey\":\"k\"}"))
                                .getFirst())
                        .item())
                .isEqualTo("{}");
        assertThat(rejected(batch("{\"writeKey\":\"k\"}").getFirst()).item()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "7", "{\"batch\":{}}"})
    void batchWithoutCallsIsOneBadItem(String body) {
        assertThat(batch(body)).singleElement().isInstanceOf(SegmentItem.Bad.class);
    }

    @Test
    void batchHasItsBounds() {
        assertThat(batch("{\"batch\":[]}")).isEmpty();
        assertThat(batch("{\"batch\":[" + "1,".repeat(2_499) + "1]}")).hasSize(2_500);
        assertThatThrownBy(() -> batch("{\"batch\":[" + "1,".repeat(2_500) + "1]}"))
                .isInstanceOf(ProblemException.class);
    }

    private List<SegmentItem> batch(String body) {
        return reader.batch(bytes(body));
    }

    private EventContent event(SegmentCall call, String body) {
        return content(reader.single(call, bytes(body)).getFirst());
    }

    private static EventContent content(SegmentItem item) {
        assertThat(item).isInstanceOf(SegmentItem.Event.class);
        return ((SegmentItem.Event) item).content();
    }

    private static Rejected rejected(SegmentItem item) {
        assertThat(item).isInstanceOf(SegmentItem.Bad.class);
        return ((SegmentItem.Bad) item).rejected();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
