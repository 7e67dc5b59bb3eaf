package io.breakwater.gateway.tracing;

import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/** What is traced of one request. Confined to the request's event loop. */
public interface Trace {

    /** Nothing is. */
    Trace NONE = new Trace() {
        @Override
        public @Nullable String id() {
            return null;
        }

        @Override
        public Call call(String method, String upstream, MultiMap headers) {
            return Call.NONE;
        }

        @Override
        public void end(Facts facts) {}
    };

    /** In 32 hexadecimal digits; null when nothing is traced. */
    @Nullable
    String id();

    /**
     * Begins an attempt at an upstream.
     *
     * @param method in upper case
     * @param upstream its name
     * @param headers of the attempt, which get to know of the trace
     */
    Call call(String method, String upstream, MultiMap headers);

    /** The request is over. */
    void end(Facts facts);

    /**
     * What is told of a request.
     *
     * @param method one of a few
     * @param route null for a request that none fits
     * @param prefix of the route
     * @param tenant null without a good credential
     */
    record Facts(
            String method,
            @Nullable String route,
            @Nullable String prefix,
            int status,
            String requestId,
            @Nullable String tenant) {}

    /** One attempt at an upstream. */
    interface Call {

        /** One that is not traced. */
        Call NONE = new Call() {
            @Override
            public void answered(int status) {}

            @Override
            public void end() {}
        };

        /** The head of an answer came. */
        void answered(int status);

        /** It is over, with a failure if nothing was answered. Has no effect the second time. */
        void end();
    }
}
