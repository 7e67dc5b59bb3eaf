package io.breakwater.auth.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectsTest {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "::ffff:203.0.113.7, 203.0.113.7",
        "2001:db8:1:2:3:4:5:6, 20010db800010002",
        "2001:db8:1:2::, 20010db800010002",
        "not an address, unknown",
    })
    void ipv6CountsByTheFirst64Bits(String ip, String block) {
        assertThat(Subjects.block(ip)).isEqualTo(block);
    }

    @Test
    void accountAddressAndPairNeverHaveTheSameName() {
        Subjects subjects = new Subjects(new SecretKeySpec(new byte[] {1}, "HmacSHA256"));

        assertThat(subjects.account("a")).isNotEqualTo(subjects.address("a"));
        assertThat(subjects.pair("a", null)).isNotEqualTo(subjects.account("a\nunknown"));
        assertThat(subjects.address(null)).isEqualTo(subjects.address("?"));
    }

    @Test
    void theNamesDependOnTheKey() {
        assertThat(new Subjects(new SecretKeySpec(new byte[] {1}, "HmacSHA256")).account("a"))
                .isNotEqualTo(new Subjects(new SecretKeySpec(new byte[] {2}, "HmacSHA256")).account("a"));
    }
}
