package io.breakwater.admin.rollup;

/**
 * Numbers of requests.
 *
 * @param clientErrors answered 4xx but 429
 * @param serverErrors answered 5xx
 * @param limited answered 429, by a limit or a quota
 */
public record RequestCounts(long requests, long clientErrors, long serverErrors, long limited) {

    public static final RequestCounts NONE = new RequestCounts(0, 0, 0, 0);

    private static final int TOO_MANY = 429;

    static RequestCounts of(int status, long requests) {
        boolean limited = status == TOO_MANY;
        return new RequestCounts(
                requests,
                status / 100 == 4 && !limited ? requests : 0,
                status / 100 == 5 ? requests : 0,
                limited ? requests : 0);
    }

    public RequestCounts plus(RequestCounts other) {
        return new RequestCounts(
                requests + other.requests,
                clientErrors + other.clientErrors,
                serverErrors + other.serverErrors,
                limited + other.limited);
    }
}
