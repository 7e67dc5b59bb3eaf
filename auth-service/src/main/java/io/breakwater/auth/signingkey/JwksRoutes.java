package io.breakwater.auth.signingkey;

import io.breakwater.common.apikey.Sha256;
import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.virtual.threads.VirtualThreads;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ExecutorService;

/**
 * Serves the public keys: those of internal tokens on the management port, to services, and on the main port, to services of
 * the operator's own; those of users' access tokens on the main port, to anyone.
 */
@ApplicationScoped
class JwksRoutes {

    private final SigningKeys keys;
    private final ExecutorService threads;

    JwksRoutes(SigningKeys keys, @VirtualThreads ExecutorService threads) {
        this.keys = keys;
        this.threads = threads;
    }

    void internal(@Observes ManagementInterface management) {
        management.router().get("/internal/jwks.json").handler(context -> serve(context, KeyUse.INTERNAL));
    }

    void access(@Observes Router router) {
        router.get("/.well-known/jwks.json").handler(context -> serve(context, KeyUse.ACCESS));
    }

    /** The keys of tokens that operators' own services get, which are those of internal tokens. */
    void upstreams(@Observes Router router) {
        router.get("/.well-known/upstream-jwks.json").handler(context -> serve(context, KeyUse.INTERNAL));
    }

    /** On a virtual thread, as the very first call may have to load the keys. */
    private void serve(RoutingContext context, KeyUse use) {
        threads.execute(() -> {
            try {
                String body = keys.jwks(use);
                String tag = '"' + Sha256.hex(body) + '"';
                HttpServerResponse response = context.response()
                        .putHeader("Cache-Control", "public, max-age=60")
                        .putHeader("ETag", tag);
                if (tag.equals(context.request().getHeader("If-None-Match"))) {
                    response.setStatusCode(304).end();
                } else {
                    response.putHeader("Content-Type", "application/json").end(body);
                }
            } catch (RuntimeException e) {
                context.fail(e);
            }
        });
    }
}
