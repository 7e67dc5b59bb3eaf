package io.breakwater.gateway.proxy;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long a request says that its body is, in bytes. Pure. */
final class BodyLength {

    /** There is no body. */
    static final long NONE = 0;
    /** There may be one, of any length. */
    static final long UNKNOWN = -1;
    /** What it says is no length. */
    static final long UNREADABLE = -2;

    private static final Set<HttpMethod> WITHOUT_BODY = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final int MAX_DIGITS = 18;

    private BodyLength() {}

    /** Bytes, or one of the constants; {@link Long#MAX_VALUE} for a number of more than {@value #MAX_DIGITS} digits. */
    static long of(HttpServerRequest request) {
        @Nullable String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (declared != null) {
            if (!DIGITS.matcher(declared).matches()) {
                return UNREADABLE;
            }
            return declared.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(declared);
        }
        boolean framed = request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || (request.version() == HttpVersion.HTTP_2
                        && !WITHOUT_BODY.contains(request.method())
                        && !request.isEnded());
        return framed ? UNKNOWN : NONE;
    }
}
