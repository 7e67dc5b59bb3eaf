package io.breakwater.gateway.client;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of strangers from acting with the cookies of those who look at them: a request that changes something, or
 * opens a socket, and lives on a cookie must come from the gateway's own origin or from an allowed one. Safe from any
 * thread.
 */
@Singleton
public final class CookieOrigins {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final Set<WebOrigin> allowed;

    CookieOrigins(CookiesConfig config) {
        this.allowed = AllowedOrigins.parsed(config.allowedOrigins().orElse(Set.of()));
    }

    /**
     * Looks at a request whose credential is a cookie.
     *
     * @throws ProblemException {@code FORBIDDEN} when it may have been made by a stranger's page
     */
    public void check(HttpServerRequest request, Caller caller) {
        boolean safe =
                SAFE.contains(request.method().name()) && !request.headers().contains(HttpHeaders.UPGRADE);
        if (safe) {
            return;
        }
        @Nullable WebOrigin page = WebOrigin.of(request.headers());
        boolean ours = page != null && (allowed.contains(page) || page.equals(caller.origin()));
        if (!ours) {
            throw ProblemException.of(
                    ErrorCode.FORBIDDEN, "With a cookie this can only be done from an allowed origin");
        }
    }
}
