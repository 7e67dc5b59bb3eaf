package io.breakwater.ingest.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.common.json.HouseJson;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.body.ExactJson;
import io.breakwater.ingest.event.EventContent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Map<String, String> ATTRIBUTES =
            Map.of("specversion", "1.0", "id", "1", "source", "/s", "type", "t", "subject", "p");

    private final CloudEventReader reader =
            new CloudEventReader(new ExactJson(HouseJson.mapper()), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void structuredEventIsOneOfOurs() {
        CloudEvent.Valid event = valid(reader.structured(bytes("""
                {"specversion":"1.0","type":"com.example.bought","source":"/shop","id":"A-1","subject":"ann",
                 "time":"2026-11-22T10:00:00.5+01:00","datacontenttype":"application/json","traceparent":"00-x",
                 "data":{"amount":49.990,"n":12345678901234567890123}}""")));

        assertThat(event.source()).isEqualTo("/shop");
        assertThat(event.id()).isEqualTo("A-1");
        assertThat(event.content())
                .isEqualTo(new EventContent(
                        "com.example.bought",
                        "ann",
                        Instant.parse("2026-11-22T09:00:00.5Z"),
                        "{\"amount\":49.990,\"n\":12345678901234567890123,\"$cloudevent\":{\"subject\":\"ann\","
                                + "\"datacontenttype\":\"application/json\",\"traceparent\":\"00-x\"}}"));
    }

    @Test
    void participantExtensionComesBeforeTheSubject() {
        CloudEvent.Valid event = valid(structured("\"participantid\":\"bob\",\"subject\":\"order/7\""));

        assertThat(event.content().participantId()).isEqualTo("bob");
        assertThat(event.content().properties()).isEqualTo("{\"$cloudevent\":{\"subject\":\"order/7\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"data\":[1,2]            | {\"data\":[1,2]",
                "\"data\":\"text\"         | {\"data\":\"text\"",
                "\"data\":1.10             | {\"data\":1.10",
                "\"data\":null             | {\"$cloudevent\"",
                "\"data_base64\":\"AAEC\"  | {\"data_base64\":\"AAEC\"",
            })
    void dataThatIsNoObjectIsAMember(String data, String properties) {
        assertThat(valid(structured(data + ",\"subject\":\"p\"")).content().properties())
                .startsWith(properties);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"subject\":null                          | subject",
                "\"subject\":\"p\",\"time\":\"now\"        | time",
                "\"subject\":\"p\",\"time\":\"2030-01-01T00:00:00Z\" | time",
                "\"subject\":\"p\",\"data\":{\"n\":1e309}  | data.n",
                "\"subject\":\"p\",\"data_base64\":\"?\"   | data_base64",
                "\"subject\":\"p\",\"data_base64\":7       | data_base64",
                "\"subject\":\"p\",\"data\":1,\"data_base64\":\"AAEC\" | data_base64",
                "\"subject\":\"p\",\"Ext\":1               | Ext",
                "\"subject\":\"p\",\"ext\":{}              | ext",
                "\"participantid\":7                       | participantid",
            })
    void whatDoesNotFitIsNamed(String members, String path) {
        assertThat(invalid(structured(members)).reason().path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"specversion", "id", "source", "type"})
    void requiredAttributesAreRequired(String name) {
        String event = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"subject\":\"p\"}";

        assertThat(reader.structured(bytes(event))).isInstanceOf(CloudEvent.Valid.class);
        assertThat(invalid(reader.structured(bytes(event.replace("\"" + name + "\"", "\"other\""))))
                        .reason()
                        .path())
                .isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"id, 100", "source, 255", "type, 128", "subject, 255"})
    void attributesHaveTheirLengths(String name, int max) {
        assertThat(binary(name, "x".repeat(max))).isInstanceOf(CloudEvent.Valid.class);
        assertThat(invalid(binary(name, "x".repeat(max + 1))).reason().path()).isEqualTo(name);
    }

    @Test
    void eventIsAtMost32Kilobytes() {
        String data = "x".repeat(32 * 1024);

        assertThat(invalid(structured("\"subject\":\"p\",\"data\":\"" + data + "\""))
                        .reason()
                        .message())
                .contains("32768");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json               | {\"a\":1.0} | {\"a\":1.0",
                "application/vnd.x+json; a=b    | {\"a\":1.0} | {\"a\":1.0",
                "none                           | {\"a\":1.0} | {\"a\":1.0",
                "application/json               | [1]         | {\"data\":[1]",
                "text/plain                     | {\"a\":1.0} | {\"data\":\"{\\\"a\\\":1.0}\"",
                "application/xml                | <a/>        | {\"data\":\"<a/>\"",
            })
    void binaryDataIsReadByItsType(@Nullable String contentType, String body, String properties) {
        CloudEvent event = reader.binary(ATTRIBUTES, contentType, bytes(body));

        assertThat(valid(event).content().properties()).startsWith(properties);
    }

    @Test
    void binaryDataThatIsNoTextIsBase64() {
        CloudEvent event = reader.binary(ATTRIBUTES, "application/octet-stream", new byte[] {(byte) 0xC3, 0, 1});

        assertThat(valid(event).content().properties()).startsWith("{\"data_base64\":\"wwAB\"");
    }

    @Test
    void headersArePercentDecoded() {
        assertThat(valid(binary("subject", "Euro%20%E2%82%AC%20%F0%9F%98%80 100%"))
                        .content()
                        .participantId())
                .isEqualTo("Euro € 😀 100%");
        assertThatThrownBy(() -> binary("subject", "%C3")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> binary("subject", "a%00")).isInstanceOf(ProblemException.class);
    }

    @Test
    void batchIsJudgedEventByEvent() {
        List<CloudEvent> events = reader.batched(bytes("""
                [{"specversion":"1.0","id":"1","source":"s","type":"t","subject":"p"},
                 {"specversion":"0.3","id":"2","source":"s","type":"t","subject":"p"}, 7]"""));

        assertThat(events.getFirst()).isInstanceOf(CloudEvent.Valid.class);
        assertThat(invalid(events.get(1)).reason().path()).isEqualTo("1.specversion");
        assertThat(invalid(events.get(1)).id()).isEqualTo("2");
        assertThat(invalid(events.get(2)).reason().path()).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "7"})
    void batchIsAListOfEvents(String body) {
        assertThatThrownBy(() -> reader.batched(bytes(body))).isInstanceOf(ProblemException.class);
    }

    @Test
    void batchHasAtMostHundredEvents() {
        assertThat(reader.batched(bytes("[" + "1,".repeat(99) + "1]"))).hasSize(100);
        assertThatThrownBy(() -> reader.batched(bytes("[" + "1,".repeat(100) + "1]")))
                .isInstanceOf(ProblemException.class);
    }

    private CloudEvent structured(String members) {
        return reader.structured(
                bytes("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\"," + members + "}"));
    }

    private CloudEvent binary(String name, String value) {
        Map<String, String> attributes = new java.util.HashMap<>(ATTRIBUTES);
        attributes.put(name, value);
        return reader.binary(attributes, null, new byte[0]);
    }

    private static CloudEvent.Valid valid(CloudEvent event) {
        assertThat(event).isInstanceOf(CloudEvent.Valid.class);
        return (CloudEvent.Valid) event;
    }

    private static CloudEvent.Invalid invalid(CloudEvent event) {
        assertThat(event).isInstanceOf(CloudEvent.Invalid.class);
        return (CloudEvent.Invalid) event;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
