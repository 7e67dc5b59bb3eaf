package io.breakwater.gateway.route;

import io.breakwater.common.identity.InternalToken;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks where routes lead. Confined to the thread that loads a table. */
final class UpstreamChecker {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final String NO_AUDIENCE = "none";

    private final List<URI> managementAddresses;
    private final List<String> mistakes;

    /**
     * @param managementAddresses which no upstream may have
     * @param mistakes is added to
     */
    UpstreamChecker(List<URI> managementAddresses, List<String> mistakes) {
        this.managementAddresses = managementAddresses;
        this.mistakes = mistakes;
    }

    /** Those of the configuration. */
    Map<String, UpstreamSpec> configured(Map<String, List<URI>> byName) {
        Map<String, UpstreamSpec> upstreams = new HashMap<>();
        byName.forEach((name, addresses) -> {
            checkName(name);
            addresses.forEach(address -> check(name, address));
            if (addresses.isEmpty()) {
                mistakes.add("upstream " + name + ": addresses is missing");
            }
            upstreams.put(name, new UpstreamSpec(name, addresses, null));
        });
        return upstreams;
    }

    /** Those of the configuration and of the operator's file. */
    Map<String, UpstreamSpec> withOperators(Map<String, UpstreamSpec> configured, RouteFile file) {
        Map<String, UpstreamSpec> upstreams = new HashMap<>(configured);
        if (file.upstreams() != null) {
            file.upstreams().forEach((name, entry) -> {
                if (configured.containsKey(name)) {
                    mistakes.add("operator: upstream " + name + ": the configuration has one of this name");
                } else {
                    upstreams.put(name, new UpstreamSpec(name, addresses(name, entry), audience(name, entry)));
                }
            });
        }
        return upstreams;
    }

    private @Nullable String audience(String name, RouteFile.@Nullable UpstreamEntry entry) {
        @Nullable String audience = entry == null ? null : entry.audience();
        if (audience == null || audience.equals(NO_AUDIENCE)) {
            return null;
        }
        if (!InternalToken.isForeignAudience(audience)) {
            mistakes.add("operator: upstream " + name
                    + ": audience must be a name or a URI of at most 255 visible characters"
                    + " that does not begin with breakwater");
        }
        return audience;
    }

    private List<URI> addresses(String name, RouteFile.@Nullable UpstreamEntry entry) {
        String where = "operator: upstream " + name;
        if (!NAME.matcher(name).matches()) {
            mistakes.add(where + ": the name is malformed");
        }
        checkName(name);
        if (entry == null || entry.addresses() == null || entry.addresses().isEmpty()) {
            mistakes.add(where + ": addresses is missing");
            return List.of();
        }
        List<URI> addresses = new ArrayList<>();
        for (String text : entry.addresses()) {
            try {
                URI address = URI.create(String.valueOf(text));
                check(name, address);
                addresses.add(address);
            } catch (IllegalArgumentException e) {
                mistakes.add("upstream " + name + ": not an http base URL: " + text);
            }
        }
        return addresses;
    }

    private void checkName(String name) {
        if (name.equals(UpstreamSpec.GATEWAY.name())) {
            mistakes.add("upstream " + name + ": the name is the gateway's own");
        }
    }

    private void check(String name, URI url) {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        boolean bare = url.getQuery() == null && url.getUserInfo() == null && url.getFragment() == null;
        if (!http || url.getHost() == null || !bare) {
            mistakes.add("upstream " + name + ": not an http base URL: " + url);
        } else if (managementAddresses.stream().anyMatch(management -> sameAddress(management, url))) {
            mistakes.add("upstream " + name + ": " + url + " is a management port, which no route may reach");
        }
    }

    private static boolean sameAddress(URI a, URI b) {
        return port(a) == port(b) && host(a).equals(host(b));
    }

    private static String host(URI url) {
        String host = String.valueOf(url.getHost());
        boolean here =
                host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]") || host.equals("0.0.0.0");
        return here ? "localhost" : host.toLowerCase(Locale.ROOT);
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "https".equals(url.getScheme()) ? 443 : 80;
    }
}
