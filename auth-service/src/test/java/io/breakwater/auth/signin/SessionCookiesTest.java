package io.breakwater.auth.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionCookiesTest {

    private static SessionCookies cookies(boolean secure, String host) {
        return new SessionCookies(secure, host, Clock.systemUTC());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "localhost"})
    void plainCookiesStayOnTheMachine(String host) {
        assertThatCode(() -> cookies(false, host).check(new StartupEvent())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void elsewhereTheServiceDoesNotStartWithPlainCookies(String host) {
        assertThatThrownBy(() -> cookies(false, host).check(new StartupEvent()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("breakwater.cookies.secure");
        assertThatCode(() -> cookies(true, host).check(new StartupEvent())).doesNotThrowAnyException();
    }

    @Test
    void theHostPrefixGoesWithSecure() {
        assertThat(cookies(true, "::1").cleared().getCookies())
                .containsOnlyKeys("session_token", "__Host-bw_refresh")
                .allSatisfy((name, cookie) -> assertThat(cookie.isSecure()).isTrue());
        assertThat(cookies(false, "::1").cleared().getCookies())
                .containsOnlyKeys("session_token", "bw_refresh")
                .allSatisfy((name, cookie) -> assertThat(cookie.isSecure()).isFalse())
                .allSatisfy((name, cookie) -> assertThat(cookie.isHttpOnly()).isTrue());
    }
}
