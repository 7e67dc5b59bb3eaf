package io.breakwater.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadHashTest {

    @ParameterizedTest
    @CsvSource(
            value = {
                "{\"a\":1,\"b\":2} | {\"b\":2.0,\"a\":1e0}",
                "{\"a\":49.99} | {\"a\":4999e-2}",
                "{\"a\":\"\\u00e9\"} | {\"a\":\"é\"}",
                "{\"a\":12345678901234567890.5} | {\"a\":12345678901234567890.50}",
                "{\"a\":1e400} | {\"a\":10e399}",
                "{\"a\":0} | {\"a\":-0.0}",
            },
            delimiter = '|')
    void theSameContentIsTheSame(String one, String other) {
        assertThat(hash(one)).isEqualTo(hash(other));
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "{\"a\":1} | {\"a\":\"1\"}",
                "{\"a\":9007199254740992} | {\"a\":9007199254740993}",
                "{\"a\":12345678901234567890.1} | {\"a\":12345678901234567890.2}",
                "{\"a\":12345678901234567891} | {\"a\":\"12345678901234567891e0\"}",
                "{\"a\":1e-400} | {\"a\":0}",
                "{\"a\":[1,2]} | {\"a\":[2,1]}",
                "{\"a\":null} | {}",
            },
            delimiter = '|')
    void otherContentIsNot(String one, String other) {
        assertThat(hash(one)).isNotEqualTo(hash(other));
    }

    @Property
    void numbersCollapseOnlyWhenTheyAreEqual(
            @ForAll @BigRange(min = "-1e20", max = "1e20") @Scale(20) BigDecimal one,
            @ForAll @BigRange(min = "-1e20", max = "1e20") @Scale(20) BigDecimal other) {
        Assume.that(one.compareTo(other) != 0);

        assertThat(hash("{\"n\":" + one + "}")).isNotEqualTo(hash("{\"n\":" + other + "}"));
        assertThat(hash("{\"n\":" + one + "}")).isEqualTo(hash("{\"n\":" + one.stripTrailingZeros() + "}"));
    }

    @Test
    void nameParticipantAndTimeCount() {
        byte[] plain = PayloadHash.of(new EventContent("e", "p", null, "{}"));

        assertThat(plain)
                .isNotEqualTo(PayloadHash.of(new EventContent("f", "p", null, "{}")))
                .isNotEqualTo(PayloadHash.of(new EventContent("e", "q", null, "{}")))
                .isNotEqualTo(PayloadHash.of(new EventContent("e", "p", Instant.EPOCH, "{}")));
    }

    @Test
    void theCanonicalFormIsThatOfRfc8785() {
        byte[] canonical = PayloadHash.canonical(new EventContent(
                "e", "p", null, "{\"numbers\":[333333333.33333329,1E30,4.50,2e-3],\"a\":\"\\u20ac\"}"));

        assertThat(new String(canonical, StandardCharsets.UTF_8))
                .isEqualTo("{\"event_name\":\"e\",\"participant_id\":\"p\",\"properties\":"
                        + "{\"a\":\"€\",\"numbers\":[\"\\u000033333333333333329e-8\",1e+30,4.5,0.002]}}");
    }

    private static byte[] hash(@Nullable String properties) {
        return PayloadHash.of(new EventContent("e", "p", null, String.valueOf(properties)));
    }
}
