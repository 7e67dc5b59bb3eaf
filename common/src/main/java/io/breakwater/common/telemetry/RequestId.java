package io.breakwater.common.telemetry;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id that follows one request through every service, log line and answer. */
public final class RequestId {

    /** The header that carries it, in and out. */
    public static final String HEADER = "X-Request-Id";

    /** The field of a log line that holds it. */
    public static final String LOG_FIELD = "requestId";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private static final long VERSION_BITS = 0xF000L;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_BITS = 0xC000_0000_0000_0000L;
    private static final long VARIANT_RFC = 0x8000_0000_0000_0000L;

    private RequestId() {}

    /** The caller's own id when it is 1 to 128 characters of {@code [A-Za-z0-9._-]}; else a new one. */
    public static String acceptOrCreate(@Nullable String offered) {
        return offered != null && FORM.matcher(offered).matches() ? offered : create();
    }

    /** A random UUID (RFC 9562, version 4). It need not be hard to guess, so that no entropy is spent on it. */
    private static String create() {
        var random = ThreadLocalRandom.current();
        return new UUID(
                        (random.nextLong() & ~VERSION_BITS) | VERSION_4,
                        (random.nextLong() & ~VARIANT_BITS) | VARIANT_RFC)
                .toString();
    }
}
