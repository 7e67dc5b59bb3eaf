package io.breakwater.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

class CarriedCredentialsTest {

    private static MultiMap cookies(String... lines) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (String line : lines) {
            headers.add("cookie", line);
        }
        return headers;
    }

    @Test
    void sessionsAreFoundInEveryCookieHeader() {
        assertThat(CarriedCredentials.sessions(cookies("a=1; session_token=x.y.z;b=2", "session_token=p.q.r")))
                .containsExactly("x.y.z", "p.q.r");
        assertThat(CarriedCredentials.sessions(cookies("xsession_token=x; Session_Token=y; session_token")))
                .isEmpty();
    }

    @Test
    void refreshCookiesAreFoundAsTheyAreForwarded() {
        assertThat(CarriedCredentials.hasRefreshCookie(cookies("a=1; __Host-bw_refresh=x")))
                .isTrue();
        assertThat(CarriedCredentials.hasRefreshCookie(cookies("BW_REFRESH = x")))
                .isTrue();
        assertThat(CarriedCredentials.hasRefreshCookie(cookies("bw_refresher=x")))
                .isFalse();
    }

    @Test
    void theQuerysKeyIsReadAndTakenOutHoweverItIsEncoded() {
        assertThat(CarriedCredentials.queryKeys("a=1&apiKey=k%31&api%4Bey=k2&apiKey"))
                .containsExactly("k1", "k2", "");
        assertThat(CarriedCredentials.withoutKey("a=1&apiKey=k%31&b=%20&api%4Bey=k2&apiKey"))
                .isEqualTo("a=1&b=%20");
        assertThat(CarriedCredentials.withoutKey("apiKey=k")).isNull();
        assertThat(CarriedCredentials.withoutKey("apikey=k&&")).isEqualTo("apikey=k&&");
        assertThat(CarriedCredentials.queryKeys(null)).isEmpty();
    }
}
