package io.breakwater.gateway.upstream;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;

/**
 * One address of an upstream and how it has done lately. What is mutable is guarded by the lock of the {@link Upstream}
 * that uses it.
 */
public final class Address {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final URI base;
    private final String basePath;
    private final boolean secure;
    int failuresInARow;
    int timesOut;
    int inProgress;
    boolean out;
    long outUntil;
    long backSince;

    Address(URI base) {
        this.base = base;
        this.secure = "https".equals(base.getScheme());
        String path = base.getRawPath() == null ? "" : base.getRawPath();
        this.basePath = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    URI base() {
        return base;
    }

    /**
     * @param target path and query, encoded
     */
    public RequestOptions request(HttpMethod method, String target) {
        return new RequestOptions()
                .setMethod(method)
                .setHost(base.getHost())
                .setPort(base.getPort() >= 0 ? base.getPort() : secure ? HTTPS : HTTP)
                .setSsl(secure)
                .setURI(basePath + target);
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
