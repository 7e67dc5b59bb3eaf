package io.breakwater.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    private final ClientAddress addresses = new ClientAddress(List.of("10.0.0.0/8", " 192.168.1.1 ", "fd00::/8"));

    private static InetAddress ip(String literal) {
        return Objects.requireNonNull(IpAddresses.parse(literal));
    }

    private String resolve(String peer, List<String> forwardedFor, List<String> forwarded) {
        return addresses.resolve(ip(peer), forwardedFor, forwarded).getHostAddress();
    }

    @Test
    void anUntrustedPeerIsTheClientWhateverItClaims() {
        assertThat(resolve("8.8.8.8", List.of("1.1.1.1"), List.of("for=2.2.2.2")))
                .isEqualTo("8.8.8.8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.1.1.1 | 1.1.1.1",
                "6.6.6.6, 1.1.1.1 | 1.1.1.1",
                "6.6.6.6, 1.1.1.1, 10.9.9.9 | 1.1.1.1",
                "10.1.1.1, 10.2.2.2 | 10.1.1.1",
                "6.6.6.6, garbage, 10.9.9.9 | 10.9.9.9",
                "garbage | 10.0.0.1",
                "1.1.1.1:4711 | 1.1.1.1",
                "[2001:db8::1]:4711 | 2001:db8:0:0:0:0:0:1",
                "::ffff:1.1.1.1 | 1.1.1.1"
            })
    void throughTrustedProxiesItIsTheRightmostUntrusted(String header, String client) {
        assertThat(resolve("10.0.0.1", List.of(header), List.of())).isEqualTo(client);
    }

    @Test
    void theWayIsTheClientsAndThatOfEveryTrustedProxy() {
        assertThat(addresses.way(ip("10.0.0.1"), List.of("6.6.6.6, 1.1.1.1, 10.9.9.9"), List.of()))
                .containsExactly(ip("1.1.1.1"), ip("10.9.9.9"), ip("10.0.0.1"));
        assertThat(addresses.way(ip("10.0.0.1"), List.of(), List.of("for=6.6.6.6, for=\"[2001:db8::1]\"")))
                .containsExactly(ip("2001:db8::1"), ip("10.0.0.1"));
        assertThat(addresses.way(ip("8.8.8.8"), List.of("1.1.1.1"), List.of("for=2.2.2.2")))
                .containsExactly(ip("8.8.8.8"));
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(resolve("10.0.0.1", List.of("6.6.6.6", "1.1.1.1, 10.3.3.3"), List.of()))
                .isEqualTo("1.1.1.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=1.1.1.1 | 1.1.1.1",
                "For=\"1.1.1.1:80\";proto=https | 1.1.1.1",
                "for=6.6.6.6, proto=http;for=\"[2001:db8::2]\" | 2001:db8:0:0:0:0:0:2",
                "for=_hidden | 10.0.0.1",
                "for=6.6.6.6, for=unknown | 10.0.0.1",
                "by=1.1.1.1 | 10.0.0.1"
            })
    void forwardedIsReadToo(String header, String client) {
        assertThat(resolve("10.0.0.1", List.of(), List.of(header))).isEqualTo(client);
    }

    @Test
    void forwardedIsIgnoredBesideXForwardedFor() {
        assertThat(resolve("10.0.0.1", List.of("1.1.1.1"), List.of("for=6.6.6.6")))
                .isEqualTo("1.1.1.1");
    }

    @Test
    void limitsCountIpv6BySlash64() {
        assertThat(IpAddresses.subject(ip("1.2.3.4"))).isEqualTo("1.2.3.4");
        assertThat(IpAddresses.subject(ip("2001:db8:1:2:3:4:5:6")))
                .isEqualTo(IpAddresses.subject(ip("2001:db8:1:2::1")))
                .isEqualTo("2001:db8:1:2:0:0:0:0/64");
        assertThat(IpAddresses.subject(ip("2001:db8:1:3::1"))).isNotEqualTo(IpAddresses.subject(ip("2001:db8:1:2::1")));
    }

    @Test
    void blocksHoldTheirAddressesAndNoOthers() {
        assertThat(IpBlock.parse("10.1.2.0/23").contains(ip("10.1.3.255"))).isTrue();
        assertThat(IpBlock.parse("10.1.2.0/23").contains(ip("10.1.4.0"))).isFalse();
        assertThat(IpBlock.parse("0.0.0.0/0").contains(ip("1.1.1.1"))).isTrue();
        assertThat(IpBlock.parse("0.0.0.0/0").contains(ip("::1"))).isFalse();
        assertThat(IpBlock.parse("::1").contains(ip("::1"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129", "10.0.0/8x"})
    void malformedBlocksAreRefused(String block) {
        assertThatThrownBy(() -> IpBlock.parse(block)).isInstanceOf(IllegalArgumentException.class);
    }
}
