package io.breakwater.gateway.route;

import io.breakwater.common.problem.ErrorProfile;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table.
 *
 * @param id stable; what logs, metrics and kill switches name it by
 * @param prefix canonical, starts with a slash and ends without one; matches on segment boundaries
 * @param methods upper case, in the order of the file; GET brings HEAD with it
 * @param upstream where it leads
 * @param rewrite replaces the prefix in what is forwarded; null forwards the canonical path
 * @param scopes by method; a method that is not here needs no scope
 * @param policies names of limits that hold on this route, besides those that hold everywhere
 * @param profile how errors on this route are written
 * @param timeout until the upstream's answer begins, and between two pieces of it
 * @param bodyLimit in bytes
 * @param billing whether POST, PUT and PATCH here are refused while a tenant's subscription is past due or cancelled
 * @param publishable whether keys that stand in web pages may be used
 * @param refreshCookie whether the refresh cookie is passed on
 * @param carriers where an API key may stand besides the headers that hold everywhere
 * @param exact whether only the prefix itself is meant, and nothing below it
 * @param internal whether the upstream is one of the suite's own services and is sent tokens for them
 * @param options how its requests are passed on
 */
public record Route(
        String id,
        String prefix,
        SequencedSet<String> methods,
        UpstreamSpec upstream,
        @Nullable String rewrite,
        Set<CredentialKind> credentials,
        Map<String, String> scopes,
        List<String> policies,
        ErrorProfile profile,
        Duration timeout,
        long bodyLimit,
        boolean billing,
        boolean publishable,
        boolean refreshCookie,
        Set<KeyCarrier> carriers,
        boolean exact,
        boolean internal,
        RouteOptions options) {

    private static final Set<String> BILLED_METHODS = Set.of("POST", "PUT", "PATCH");

    public Route {
        LinkedHashSet<String> ordered = new LinkedHashSet<>(methods);
        if (ordered.contains("GET")) {
            ordered.add("HEAD");
        }
        methods = ordered;
        credentials = Set.copyOf(credentials);
        scopes = Map.copyOf(scopes);
        policies = List.copyOf(policies);
        carriers = Set.copyOf(carriers);
    }

    /** Whom the token is for that goes with a request; null for this suite, or for nobody. */
    public @Nullable String audience() {
        return internal ? null : upstream.audience();
    }

    /** Whether a token goes with a request. */
    public boolean takesToken() {
        return internal || upstream.audience() != null;
    }

    /** Whether a request without any credential may pass. */
    public boolean isOpen() {
        return credentials.contains(CredentialKind.NONE);
    }

    /** Whether this route never looks at a credential. */
    public boolean ignoresCredentials() {
        return credentials.equals(Set.of(CredentialKind.NONE));
    }

    /** Whether API keys are the only way in. */
    public boolean isKeyOnly() {
        return credentials.equals(Set.of(CredentialKind.KEY));
    }

    /** Whether the gateway answers by itself. */
    public boolean isOwn() {
        return upstream.equals(UpstreamSpec.GATEWAY);
    }

    /** Whether a request of this method is one that a tenant with unpaid bills may not make. */
    public boolean isBilledWrite(String method) {
        return billing && BILLED_METHODS.contains(method);
    }

    /** The scope that a method needs; null for none. HEAD needs what GET needs. */
    public @Nullable String scope(String method) {
        return scopes.get(method.equals("HEAD") ? "GET" : method);
    }

    /** The decoded path to forward for a canonical path under this route's prefix. */
    public String forwardedPath(String canonicalPath) {
        if (rewrite == null) {
            return canonicalPath;
        }
        String rest = canonicalPath.substring(Math.min(canonicalPath.length(), prefix.length()));
        String joined = rewrite.equals("/") ? rest : rewrite + rest;
        return joined.isEmpty() ? "/" : joined;
    }
}
