package io.breakwater.auth.signin;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How tokens are carried: in the body, or in cookies that scripts cannot read and that only the same site sends. The
 * gateway reads {@value #ACCESS}, and passes the refresh cookie to the route of refreshing alone. Thread-safe.
 */
@ApplicationScoped
class SessionCookies {

    static final String ACCESS = "session_token";
    static final String REFRESH = "__Host-bw_refresh";
    static final String REFRESH_INSECURE = "bw_refresh";

    private final boolean secure;
    private final String host;
    private final Clock clock;

    @Inject
    SessionCookies(CookieConfig config, VertxHttpConfig http, Clock clock) {
        this(config.secure(), http.host(), clock);
    }

    SessionCookies(boolean secure, String host, Clock clock) {
        this.secure = secure;
        this.host = host;
        this.clock = clock;
    }

    /** Refuses to start where plain cookies would leave the machine. */
    void check(@Observes StartupEvent start) {
        if (!secure && !isLoopback(host)) {
            throw new IllegalStateException("breakwater.cookies.secure may be false only where quarkus.http.host is a"
                    + " loopback address, and it is " + host);
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("quarkus.http.host is no address: " + host, e);
        }
    }

    /** The answer with its tokens where they belong; never cached. */
    Response answer(Response.ResponseBuilder response, Tokens tokens) {
        response.header(HttpHeaders.CACHE_CONTROL, "no-store");
        return switch (tokens.mode()) {
            case BODY -> response.entity(tokens.body()).build();
            case COOKIE ->
                response.entity(tokens.body().withoutTokens())
                        .cookie(
                                cookie(
                                        ACCESS,
                                        tokens.accessToken(),
                                        tokens.body().expiresIn()),
                                cookie(refreshName(), tokens.refreshToken(), secondsUntilIdle(tokens)))
                        .build();
        };
    }

    /** An answer without content that has the browser forget both cookies. */
    Response cleared() {
        return Response.noContent()
                .cookie(cookie(ACCESS, "", 0), cookie(refreshName(), "", 0))
                .build();
    }

    /** The refresh token of the request's cookies; null when there is none. */
    @Nullable
    String refreshToken(HttpHeaders headers) {
        @Nullable Cookie cookie = headers.getCookies().get(refreshName());
        return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
    }

    private String refreshName() {
        return secure ? REFRESH : REFRESH_INSECURE;
    }

    private long secondsUntilIdle(Tokens tokens) {
        return Math.max(
                0, Duration.between(clock.instant(), tokens.idleExpiresAt()).toSeconds());
    }

    private NewCookie cookie(String name, String value, long maxAgeSeconds) {
        return new NewCookie.Builder(name)
                .value(value)
                .path("/")
                .maxAge(Math.toIntExact(maxAgeSeconds))
                .httpOnly(true)
                .secure(secure)
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
