package io.breakwater.ingest.event;

import io.breakwater.ingest.role.Role;
import io.breakwater.ingest.role.RoleConfig;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Has the keys of internal tokens fetched in the background when the service starts, so that no request waits for them.
 * While auth-service is not there yet it is asked again each second; requests do not wait for this.
 */
@ApplicationScoped
class TokenKeysWarmUp {

    private static final Logger LOG = Logger.getLogger(TokenKeysWarmUp.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final JWTCallerPrincipalFactory tokens;
    private final JWTAuthContextInfo settings;
    private final RoleConfig roles;
    private final CountDownLatch stopped = new CountDownLatch(1);

    TokenKeysWarmUp(JWTCallerPrincipalFactory tokens, JWTAuthContextInfo settings, RoleConfig roles) {
        this.roles = roles;
        this.tokens = tokens;
        this.settings = settings;
    }

    void start(@Observes StartupEvent started) {
        String location = settings.getPublicKeyLocation();
        if (roles.roles().contains(Role.API) && location != null && location.startsWith("http")) {
            Thread.ofVirtual().name("token-keys").start(() -> warmUp(URI.create(location)));
        }
    }

    void stop(@Observes io.quarkus.runtime.ShutdownEvent ended) {
        stopped.countDown();
    }

    private void warmUp(URI location) {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            while (!isServed(client, location)) {
                if (stopped.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            fetch();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isServed(HttpClient client, URI location) throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(location).timeout(TIMEOUT).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            LOG.debug("auth-service does not serve its keys yet", e);
            return false;
        }
    }

    /** A token that is never accepted, but for which the keys must be looked at. */
    private void fetch() {
        String token = encode("{\"alg\":\"RS256\",\"kid\":\"warm-up\"}") + "." + encode("{}") + "." + encode("none");
        @Nullable ParseException refused = null;
        try {
            tokens.parse(token, settings);
        } catch (ParseException e) {
            refused = e;
        }
        LOG.debugf(refused, "The keys of internal tokens are fetched");
    }

    private static String encode(String part) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(part.getBytes(StandardCharsets.UTF_8));
    }
}
