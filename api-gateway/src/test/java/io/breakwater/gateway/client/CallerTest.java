package io.breakwater.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {

    private static Caller caller(String host, String... way) {
        return Caller.of(way[0], "https", host, List.of(way));
    }

    @Test
    void forwardedNamesTheClientAndWhatItAskedFor() {
        assertThat(caller("api.example.org", "192.0.2.1").forwarded())
                .isEqualTo("for=192.0.2.1;host=\"api.example.org\";proto=https");
    }

    @Test
    void forwardedQuotesIpv6AndPorts() {
        assertThat(caller("[2001:db8::2]:8443", "2001:db8::1").forwarded())
                .isEqualTo("for=\"[2001:db8::1]\";host=\"[2001:db8::2]:8443\";proto=https");
    }

    @Test
    void forwardedNamesTrustedProxiesAfterTheClient() {
        assertThat(caller("", "192.0.2.1", "10.0.0.7", "fd00::1").forwarded())
                .isEqualTo("for=192.0.2.1;proto=https, for=10.0.0.7, for=\"[fd00::1]\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\";for=6.6.6.6", "a,for=6.6.6.6", "a;b", "a\\", "a b", "é"})
    void aHostThatWouldSayMoreIsLeftOut(String host) {
        assertThat(caller(host, "192.0.2.1").forwarded()).isEqualTo("for=192.0.2.1;proto=https");
    }
}
