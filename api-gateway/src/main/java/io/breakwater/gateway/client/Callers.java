package io.breakwater.gateway.client;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out who calls, through trusted proxies. Safe from any thread. */
@Singleton
public final class Callers {

    private static final InetAddress NOBODY = Objects.requireNonNull(IpAddresses.parse("0.0.0.0"));

    private final ClientAddress addresses;

    Callers(ClientConfig config) {
        this.addresses = new ClientAddress(config.trustedProxies().orElse(Set.of()));
    }

    public Caller of(HttpServerRequest request) {
        InetAddress peer = peer(request);
        List<InetAddress> way = addresses.way(
                peer,
                request.headers().getAll("X-Forwarded-For"),
                request.headers().getAll("Forwarded"));
        InetAddress client = way.getFirst();
        boolean trusted = addresses.isTrusted(peer);
        @Nullable HostAndPort authority = request.authority();
        String scheme = request.isSSL() ? "https" : "http";
        String host = authority == null ? "" : authority.toString();
        if (trusted) {
            String offered = Objects.requireNonNullElse(request.getHeader("X-Forwarded-Proto"), "");
            scheme = offered.equals("https") || offered.equals("http") ? offered : scheme;
            host = Objects.requireNonNullElse(request.getHeader("X-Forwarded-Host"), host);
        }
        return new Caller(
                client.getHostAddress(),
                IpAddresses.subject(client),
                scheme,
                host,
                way.stream().map(InetAddress::getHostAddress).toList());
    }

    private static InetAddress peer(HttpServerRequest request) {
        if (request.remoteAddress() == null || request.remoteAddress().hostAddress() == null) {
            return NOBODY;
        }
        return Objects.requireNonNullElse(
                IpAddresses.parse(request.remoteAddress().hostAddress()), NOBODY);
    }
}
