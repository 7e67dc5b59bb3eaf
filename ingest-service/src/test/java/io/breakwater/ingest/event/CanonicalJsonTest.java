package io.breakwater.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.erdtman.jcs.JsonCanonicalizer;
import org.erdtman.jcs.NumberToJSON;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside the reference implementation of RFC 8785. */
class CanonicalJsonTest {

    @Property
    void whatDoublesHoldIsAsTheReferenceHasIt(@ForAll("objects") String properties) throws IOException {
        String reference = new JsonCanonicalizer(
                        "{\"event_name\":\"e\",\"participant_id\":\"p\",\"properties\":" + properties + "}")
                .getEncodedString();

        byte[] ours = PayloadHash.canonical(new EventContent("e", "p", null, properties));

        assertThat(new String(ours, StandardCharsets.UTF_8)).isEqualTo(reference);
    }

    @Property
    void aNumberThatIsTakenAsItStandsIsCanonical(@ForAll("decimals") String number) throws IOException {
        if (CanonicalJson.isCanonical(number)) {
            assertThat(NumberToJSON.serializeNumber(Double.parseDouble(number))).isEqualTo(number);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "-1", "49.99", "-0.5", "0.000001", "999999999999999", "123456789012.345"})
    void ordinaryNumbersAreTakenAsTheyStand(String number) {
        assertThat(CanonicalJson.isCanonical(number)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0", "0.0", "-0.0", "1.50", "1e3", "0.0000001", "1234567890123456"})
    void othersAreNot(String number) {
        assertThat(CanonicalJson.isCanonical(number)).isFalse();
    }

    @Provide
    Arbitrary<String> objects() {
        return object(3);
    }

    @Provide
    Arbitrary<String> decimals() {
        return Arbitraries.bigDecimals()
                .ofScale(12)
                .map(number -> number.stripTrailingZeros().toPlainString());
    }

    private static Arbitrary<String> object(int depth) {
        return value(depth - 1)
                .list()
                .ofMaxSize(4)
                .flatMap(values -> text().list()
                        .ofSize(values.size())
                        .uniqueElements()
                        .map(names -> IntStream.range(0, values.size())
                                .mapToObj(i -> names.get(i) + ":" + values.get(i))
                                .collect(Collectors.joining(",", "{", "}"))));
    }

    private static Arbitrary<String> value(int depth) {
        Arbitrary<String> scalar = Arbitraries.oneOf(
                text(),
                Arbitraries.of("true", "false", "null"),
                Arbitraries.integers().map(String::valueOf),
                Arbitraries.doubles().between(-1e12, 1e12).ofScale(4).map(CanonicalJsonTest::shortest));
        return depth == 0
                ? scalar
                : Arbitraries.oneOf(
                        scalar,
                        object(depth),
                        value(depth - 1).list().ofMaxSize(3).map(items -> "[" + String.join(",", items) + "]"));
    }

    private static String shortest(double number) {
        return Double.toString(number);
    }

    /** With everything that is escaped, and order that differs between UTF-16 and code points. */
    private static Arbitrary<String> text() {
        return Arbitraries.of(
                        "a", "b", "é", "€", "\\\"", "\\\\", "\\n", "\\t", "\\u0001", "\\u001f", "\uFFFD", "😀", "/",
                        " ")
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(parts -> "\"" + String.join("", parts) + "\"");
    }
}
