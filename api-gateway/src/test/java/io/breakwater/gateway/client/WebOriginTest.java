package io.breakwater.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebOriginTest {

    @ParameterizedTest
    @CsvSource({
        "https://App.Example.org, https://app.example.org",
        "https://app.example.org:443, https://app.example.org",
        "http://app.example.org:80, http://app.example.org",
        "https://app.example.org:80, https://app.example.org:80",
        "http://[::1]:3000, http://[::1]:3000",
        "capacitor://localhost, capacitor://localhost"
    })
    void oneSpelling(String written, String canonical) {
        assertThat(WebOrigin.parse(written)).isEqualTo(new WebOrigin(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "", "https://", "app.example.org", "https://a/b", "https://u@a", "https://a, https://b"})
    void noOrigin(String written) {
        assertThat(WebOrigin.parse(written)).isNull();
    }

    @Test
    void twoPagesAreNone() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Origin", "https://a");
        assertThat(WebOrigin.of(headers)).isEqualTo(new WebOrigin("https://a"));
        assertThat(WebOrigin.of(headers.add("origin", "https://b"))).isNull();
    }

    @Test
    void listsAllowEverythingWhenEmptyAndNothingByWhatCannotBeRead() {
        assertThat(AllowedOrigins.of(List.of()).allow(null)).isTrue();
        AllowedOrigins some = AllowedOrigins.of(List.of("HTTPS://a:443", "*"));
        assertThat(some.allow(WebOrigin.parse("https://a"))).isTrue();
        assertThat(some.allow(WebOrigin.parse("https://b"))).isFalse();
        assertThat(some.allow(null)).isFalse();
        assertThat(AllowedOrigins.of(List.of("nonsense")).allow(WebOrigin.parse("https://a")))
                .isFalse();
    }
}
