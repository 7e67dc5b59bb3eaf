package io.breakwater.auth.signingkey;

import io.breakwater.internal.InternalRoutes;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/** {@code GET /internal/signing-keys} and {@code POST /internal/signing-keys/rotate}, for operators. */
@ApplicationScoped
class SigningKeyRoutes {

    private static final String KEYS = "/internal/signing-keys";

    private final InternalRoutes routes;
    private final SigningKeyRotation rotation;

    SigningKeyRoutes(InternalRoutes routes, SigningKeyRotation rotation) {
        this.routes = routes;
        this.rotation = rotation;
    }

    void register(@Observes ManagementInterface management) {
        routes.add(management.router(), HttpMethod.GET, KEYS, request -> Map.of("data", rotation.all()));
        routes.add(
                management.router(),
                HttpMethod.POST,
                KEYS + "/rotate",
                request ->
                        Map.of("data", rotation.rotate(request.body(RotateKeysRequest.class), request.callerName())));
    }
}
