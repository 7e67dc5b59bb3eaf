package io.breakwater.gateway.client;

import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds out who calls, through trusted proxies. Safe from any thread. */
@Singleton
public final class Callers {

    private static final AttributeKey<Caller> CALLER = AttributeKey.valueOf(Callers.class, "caller");
    private static final List<CharSequence> OF_PROXIES = Stream.of(
                    "X-Forwarded-For", "Forwarded", "X-Forwarded-Proto", "X-Forwarded-Host")
            .map(HttpHeaders::createOptimized)
            .toList();
    private static final InetAddress NOBODY = Objects.requireNonNull(IpAddresses.parse("0.0.0.0"));

    private final ClientAddress addresses;

    Callers(ClientConfig config) {
        this.addresses = new ClientAddress(config.trustedProxies().orElse(Set.of()));
    }

    public Caller of(HttpServerRequest request) {
        if (!(request.connection() instanceof ConnectionBase connection) || isForwarded(request.headers())) {
            return find(request);
        }
        // Without a word of a proxy a caller is its connection and what it asks for.
        Attribute<Caller> kept = connection.channel().attr(CALLER);
        Caller known = kept.get();
        if (known != null && known.host().equals(host(request))) {
            return known;
        }
        Caller found = find(request);
        kept.set(found);
        return found;
    }

    private static boolean isForwarded(MultiMap headers) {
        for (CharSequence name : OF_PROXIES) {
            if (headers.contains(name)) {
                return true;
            }
        }
        return false;
    }

    private Caller find(HttpServerRequest request) {
        InetAddress peer = peer(request);
        List<InetAddress> way = addresses.way(
                peer,
                request.headers().getAll("X-Forwarded-For"),
                request.headers().getAll("Forwarded"));
        InetAddress client = way.getFirst();
        boolean trusted = addresses.isTrusted(peer);
        String scheme = request.isSSL() ? "https" : "http";
        String host = host(request);
        if (trusted) {
            String offered = Objects.requireNonNullElse(request.getHeader("X-Forwarded-Proto"), "");
            scheme = offered.equals("https") || offered.equals("http") ? offered : scheme;
            host = Objects.requireNonNullElse(request.getHeader("X-Forwarded-Host"), host);
        }
        return Caller.of(
                IpAddresses.subject(client),
                scheme,
                host,
                way.stream().map(InetAddress::getHostAddress).toList());
    }

    private static String host(HttpServerRequest request) {
        @Nullable HostAndPort authority = request.authority();
        return authority == null ? "" : authority.toString();
    }

    private static InetAddress peer(HttpServerRequest request) {
        if (request.remoteAddress() == null || request.remoteAddress().hostAddress() == null) {
            return NOBODY;
        }
        return Objects.requireNonNullElse(
                IpAddresses.parse(request.remoteAddress().hostAddress()), NOBODY);
    }
}
