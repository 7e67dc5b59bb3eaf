package io.breakwater.common.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignAudienceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"orders", "https://orders.example/a?b=c&d#e", "urn:x:y", "a", "notbreakwater", "[::1]:8080"})
    void aNameOrAUriIsOne(String audience) {
        assertThat(InternalToken.isForeignAudience(audience)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a,b",
                "a\"b",
                "a\\b",
                "a\nb",
                "\u00e4",
                "breakwater-internal",
                "Breakwater-API",
                "breakwater"
            })
    void whatIsUnreadableOrOursIsNone(String audience) {
        assertThat(InternalToken.isForeignAudience(audience)).isFalse();
    }

    @Test
    void theLongestHas255Characters() {
        assertThat(InternalToken.isForeignAudience("a".repeat(255))).isTrue();
        assertThat(InternalToken.isForeignAudience("a".repeat(256))).isFalse();
    }
}
