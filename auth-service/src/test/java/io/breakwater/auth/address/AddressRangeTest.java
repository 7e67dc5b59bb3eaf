package io.breakwater.auth.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.130/25, 192.0.2.128, true",
        "192.0.2.130/25, 192.0.2.127, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 192.0.2.1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "192.0.2.0/24, ::ffff:192.0.2.9, true",
        "192.0.2.0/24, localhost, false",
        "192.0.2.0/24, '', false",
    })
    void aRangeIsItsFixedBits(String range, String address, boolean contained) {
        assertThat(AddressRange.parse(range))
                .hasValueSatisfying(
                        parsed -> assertThat(parsed.contains(address)).isEqualTo(contained));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "10.0.0.0/8/8",
                "10.1",
                "167772160",
                "256.0.0.1",
                "::/129",
                "fe80::1%eth0",
                "example.com",
                "10.0.0.0 /8",
                ":::",
            })
    void whatIsNoRangeIsNone(String text) {
        assertThat(AddressRange.parse(text)).isEmpty();
    }

    @Test
    void noRangesAllowEverythingEvenTheUnknown() {
        assertThat(AllowedAddresses.allow(List.of(), null)).isTrue();
        assertThat(AllowedAddresses.allow(List.of("::/0"), null)).isFalse();
    }
}
