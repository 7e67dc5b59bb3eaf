package io.breakwater.gateway.bodykey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCutterTest {

    private static KeyedBody cut(String body) {
        return KeyCutter.cut(Buffer.buffer(body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{`_apiKey`:`k`} | {}",
                "{ `_apiKey` : `k` } | {  }",
                "{`_apiKey`:`k`,`a`:1} | {`a`:1}",
                "{ `_apiKey` : `k` ,  `a`: 1 } | { `a`: 1 }",
                "{`a`:1,`_apiKey`:`k`} | {`a`:1}",
                "{`a`:1 , `_apiKey`:`k` } | {`a`:1 }",
                "{`a`:`x`,`_apiKey`:`k`,`b`:[1,2]} | {`a`:`x`,`b`:[1,2]}",
                "{`a`:1.50e+1,`_apiKey`:`k`, `b`:{`_apiKey`:`deep`}} | {`a`:1.50e+1,`b`:{`_apiKey`:`deep`}}",
                "{`\\u005fapiKey`:`k`,`ä`:`€😀`} | {`ä`:`€😀`}",
                "{`ä€`:`€😀`,`_apiKey`:`k`,`z`:`😀`} | {`ä€`:`€😀`,`z`:`😀`}",
                "{`a`:true,`_apiKey`:`\\u006b`}  | {`a`:true}"
            })
    void theMemberGoesAndEveryOtherByteStays(String body, String rest) {
        KeyedBody found = cut(body.replace('`', '"'));

        assertThat(found.key()).isEqualTo("k");
        assertThat(found.rest().toString()).isEqualTo(rest.replace('`', '"'));
    }

    @Test
    void whiteSpaceAroundTheObjectStays() {
        assertThat(cut(" \n{\"a\":1,\"_apiKey\":\"k\"}\r\n").rest().toString()).isEqualTo(" \n{\"a\":1}\r\n");
    }

    @Test
    void aByteOrderMarkChangesNothing() {
        Buffer body = Buffer.buffer(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf})
                .appendString("{\"a\":1,\"_apiKey\":\"k\"}");

        KeyedBody found = KeyCutter.cut(body);

        assertThat(found.key()).isEqualTo("k");
        assertThat(found.rest().getString(3, found.rest().length())).isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "null", "{\"x\":[1]}", "[\"k\"]", "true"})
    void whatIsNoTextIsNoKeyButIsCut(String value) {
        KeyedBody found = cut("{\"_apiKey\":" + value + ",\"a\":1}");

        assertThat(found.key()).isEmpty();
        assertThat(found.rest().toString()).isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "[{\"_apiKey\":\"k\"}]",
                "\"_apiKey\"",
                "{\"a\":1}",
                "{\"_apiKey\":\"k\"",
                "{\"_apiKey\":\"k\"} x",
                "{\"_apiKey\":\"k\"}{}",
                "{'_apiKey':'k'}",
                "{\"_APIKEY\":\"k\"}"
            })
    void whatIsNoObjectWithAKeyStaysAsItIs(String body) {
        KeyedBody found = cut(body);

        assertThat(found.key()).isNull();
        assertThat(found.rest().toString()).isEqualTo(body);
    }

    @Test
    void onlyUtf8IsRead() {
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertThat(KeyCutter.cut(Buffer.buffer("{\"_apiKey\":\"k\"}".getBytes(charset)))
                            .key())
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"_apiKey\":\"k\",\"_apiKey\":\"k\"}", "{\"_apiKey\":1,\"a\":2,\"\\u005fapiKey\":\"k\"}"})
    void twiceIsRefused(String body) {
        assertThatThrownBy(() -> cut(body))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .hasMessageNotContaining("k\"");
    }

    @Test
    void tooDeepIsRefused() {
        assertThat(cut("{\"a\":" + "[".repeat(150) + "]".repeat(150) + "}").key())
                .isNull();
        assertThatThrownBy(() -> cut("{\"a\":" + "[".repeat(100_000)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }

    @Test
    void neitherKeyNorBodyIsPrinted() {
        assertThat(cut("{\"_apiKey\":\"secret-key\",\"a\":\"private\"}").toString())
                .doesNotContain("secret-key")
                .doesNotContain("private");
    }

    @Provide
    Arbitrary<List<String>> members() {
        Arbitrary<String> name = Arbitraries.strings().ofMaxLength(6).filter(text -> !text.equals("_apiKey"));
        Arbitrary<String> value = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(8).map(KeyCutterTest::quoted),
                Arbitraries.of("1", "-0.5e3", "true", "null", "[]", "[ {\"_apiKey\" : 1} ]", "{}"));
        return net.jqwik.api.Combinators.combine(name, value)
                .as((left, right) -> quoted(left) + " : " + right)
                .list()
                .ofMaxSize(5);
    }

    private static String quoted(String text) {
        try {
            return new ObjectMapper().writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Property(tries = 300)
    void whereverTheMemberStandsTheRestIsTheSameObject(
            @ForAll("members") List<String> members, @ForAll @IntRange(max = 5) int at) throws IOException {
        StringJoiner all = new StringJoiner(" , ", "{ ", " }");
        StringJoiner others = new StringJoiner(" , ", "{ ", " }");
        int place = Math.min(at, members.size());
        for (int i = 0; i <= members.size(); i++) {
            if (i == place) {
                all.add("\"_apiKey\":\"k\"");
            }
            if (i < members.size()) {
                all.add(members.get(i));
                others.add(members.get(i));
            }
        }
        ObjectMapper json = new ObjectMapper();

        KeyedBody found = cut(all.toString());

        assertThat(found.key()).isEqualTo("k");
        assertThat((ObjectNode) json.readTree(found.rest().getBytes())).isEqualTo(json.readTree(others.toString()));
    }
}
