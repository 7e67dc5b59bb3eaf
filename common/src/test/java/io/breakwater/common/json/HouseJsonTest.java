package io.breakwater.common.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HouseJsonTest {

    private static final ObjectMapper JSON = HouseJson.mapper();

    record Item(String itemName) {}

    record Body(String firstName, int count, List<Item> items) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"first_name\":\"a\\u0000b\",\"count\":1}",
                "{\"first_name\":\"\\ud800\",\"count\":1}",
                "{\"first_name\":\"\\ude00x\",\"count\":1}",
                "{\"count\":\"1\"}",
                "{\"count\":1.5}",
                "{\"count\":1e999999999}",
                "{\"count\":null}",
                "{\"first_name\":5,\"count\":1}",
                "{\"first_name\":true,\"count\":1}",
                "{\"first_name\":1.5,\"count\":1}",
                "{\"first_name\":1e999999999,\"count\":1}",
                "{\"count\":1,\"count\":2}",
                "{\"count\":1} x",
                "{\"count\":NaN}",
                "{\"count\":1,}",
                "{'count':1}",
                "[]",
                "{",
                "",
            })
    void badInputIsRefusedAsJson(String body) {
        for (byte[] bytes : List.of(body.getBytes(StandardCharsets.UTF_8))) {
            assertThatThrownBy(() -> JSON.readValue(bytes, Body.class)).isInstanceOf(JsonProcessingException.class);
        }
        assertThatThrownBy(() -> JSON.readValue(body, Body.class)).isInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":{\"b\":[\"x\\u0000\"]}}", "{\"a\\u0000\":1}", "{\"\\ud83d\":1}"})
    void unstorableTextIsRefusedInTreesToo(String body) {
        assertThatThrownBy(() -> JSON.readTree(body)).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> JSON.readTree(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void invalidUtf8IsRefused() {
        byte[] body = {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, (byte) 0x28, '"', '}'};

        assertThatThrownBy(() -> JSON.readTree(body)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void pairedSurrogatesAreText() throws Exception {
        assertThat(JSON.readTree("{\"a\":\"\\ud83d\\ude00\"}").path("a").asText())
                .isEqualTo("😀");
    }

    @Test
    void numbersKeepEveryDigit() throws Exception {
        String number = "12345678901234567890.123456789012345678900";

        JsonNode node = JSON.readTree("{\"n\":" + number + "}").path("n");

        assertThat(node.decimalValue().toPlainString()).isEqualTo(number);
    }

    @Test
    void unknownFieldsAreIgnoredAndNamed() throws Exception {
        IgnoredFields ignored = new IgnoredFields();

        Body body = JSON.readerFor(Body.class)
                .withAttribute(IgnoredFields.class, ignored)
                .readValue("""
                        {"first_name":"a","count":1,"evil\\r\\n":1,"items":[{"item_name":"i","more":{"x":[1]}}]}""");

        assertThat(body.items()).hasSize(1);
        assertThat(ignored.headerValue()).isEqualTo("evil??, items.0.more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e1001", "-1E1001", "1e-1001", "1e999999999", "1e-999999999"})
    void aNumberThatPostgresqlMayNotTakeIsRefusedInATree(String number) {
        assertThatThrownBy(() -> JSON.readTree("{\"n\":[" + number + "]}")).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void whatIsStoredIsReadHoweverItIsWrittenOut() throws IOException {
        String inside = "[".repeat(60) + "1e999" + "]".repeat(60);
        String written = JSON.readTree(inside).toString().replace("1E+999", "1" + "0".repeat(999));

        JsonNode stored = HouseJson.stored().readTree("{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":" + written + "}}}}}");

        assertThat(stored.toString()).contains("0".repeat(999));
    }
}
