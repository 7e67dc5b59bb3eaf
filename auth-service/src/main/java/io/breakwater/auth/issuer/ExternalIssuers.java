package io.breakwater.auth.issuer;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jspecify.annotations.Nullable;

/** The configured issuers. */
@ApplicationScoped
public class ExternalIssuers {

    private final Map<String, TrustedIssuer> issuers;
    private final ExternalIdentities identities;
    private final HttpClient client;

    /**
     * @throws IllegalStateException when an issuer's keys are to be fetched in the clear from elsewhere than this machine, or
     *     two have the same name in their tokens
     */
    ExternalIssuers(
            IssuersConfig config,
            IssuerKeysConfig fetching,
            ExternalIdentities identities,
            Clock clock,
            MeterRegistry meters) {
        this.identities = identities;
        this.client = HttpClient.newBuilder()
                .connectTimeout(fetching.fetchTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        Map<String, TrustedIssuer> trusted = new HashMap<>();
        config.issuers().forEach((name, issuer) -> {
            requireSafe(name, issuer.jwksUri());
            IssuerKeys keys = new IssuerKeys(name, issuer.jwksUri(), fetching, client, clock, meters);
            if (trusted.put(issuer.issuer(), new TrustedIssuer(name, issuer, keys, clock)) != null) {
                throw new IllegalStateException("two external issuers are called " + issuer.issuer());
            }
        });
        this.issuers = Map.copyOf(trusted);
    }

    /** Whether a token says that it is of one of the issuers; nothing of it is verified. */
    public boolean know(String token) {
        return !issuers.isEmpty() && issuers.containsKey(issuerOf(token));
    }

    /**
     * Who a token names here, after verifying it; links them at their first use.
     *
     * @throws ProblemException {@code INVALID_TOKEN}; {@code FORBIDDEN} when nobody here is that person; {@code
     *     SERVICE_UNAVAILABLE} while the issuer's keys are not known
     */
    public ExternalPerson verify(String token) {
        String name = issuerOf(token);
        @Nullable TrustedIssuer issuer = issuers.get(name);
        if (issuer == null) {
            throw ProblemException.of(ErrorCode.INVALID_TOKEN).internally("an unknown issuer");
        }
        TrustedIssuer.Claims claims = issuer.verify(token);
        return new ExternalPerson(
                identities
                        .linked(name, claims.subject())
                        .orElseGet(() -> identities.link(name, claims.subject(), claims.email())),
                claims.tenant(),
                claims.expiresAt());
    }

    private static String issuerOf(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return "";
        }
        try {
            String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            @Nullable String issuer = JwtClaims.parse(payload).getIssuer();
            return issuer == null ? "" : issuer;
        } catch (InvalidJwtException | MalformedClaimException | IllegalArgumentException e) {
            return "";
        }
    }

    private static void requireSafe(String name, URI address) {
        boolean local = "http".equals(address.getScheme()) && isLoopback(address.getHost());
        if (!local && !"https".equals(address.getScheme())) {
            throw new IllegalStateException(
                    "breakwater.issuers." + name + ".jwks-uri must be https, or http on loopback");
        }
    }

    private static boolean isLoopback(@Nullable String host) {
        if (host == null) {
            return false;
        }
        try {
            return host.equals("localhost")
                    || InetAddress.ofLiteral(host.replaceAll("^\\[|]$", "")).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @PreDestroy
    void stop() {
        client.shutdownNow();
    }
}
