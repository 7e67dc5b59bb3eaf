package io.breakwater.common.telemetry;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id that follows one request through every service, log line and answer. */
public final class RequestId {

    /** The header that carries it, in and out. */
    public static final String HEADER = "X-Request-Id";

    /** The field of a log line that holds it. */
    public static final String LOG_FIELD = "requestId";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private RequestId() {}

    /** The caller's own id when it is 1 to 128 characters of {@code [A-Za-z0-9._-]}; else a new one. */
    public static String acceptOrCreate(@Nullable String offered) {
        return offered != null && FORM.matcher(offered).matches()
                ? offered
                : UUID.randomUUID().toString();
    }
}
