package io.breakwater.gateway.proxy;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that is passed on, and how far the request came. Confined to the request's event loop.
 *
 * <p>What became of a request is known once and for all when it was answered. Without an answer, it is not known whether
 * an upstream that was sent the whole of it has done what it asks for.
 */
public final class OutgoingBody {

    private static final int NOT_ANSWERED = 0;
    private static final int FIRST_ERROR = 400;

    private final @Nullable Buffer held;
    private boolean sentWhole;
    private int status = NOT_ANSWERED;

    /**
     * A request of which nothing was passed on yet.
     *
     * @param held all that is passed on of a body that was read already; null when it is still to be read
     */
    public OutgoingBody(@Nullable Buffer held) {
        this.held = held;
    }

    /** Null when the body is still to be read. */
    @Nullable
    Buffer held() {
        return held;
    }

    /** The request was given to the network to its end, with or without a body. */
    void sentWhole() {
        sentWhole = true;
    }

    /** The upstream said what became of it. */
    void answered(int code) {
        status = code;
    }

    /**
     * Whether an upstream may have done what the request asks for: it said so, or it was sent all of it and said nothing.
     * What the client was told, if it was still there, does not matter.
     */
    public boolean mayHaveTakenEffect() {
        return status == NOT_ANSWERED ? sentWhole : status < FIRST_ERROR;
    }
}
