package io.breakwater.gateway.upstream;

/**
 * One request sent to one address. Exactly one of its outcomes counts, the first; {@link #broken} may still follow {@link
 * #answered}. Confined to one event loop.
 */
public final class Attempt {

    private static final int BAD_GATEWAY = 502;
    private static final int GATEWAY_TIMEOUT = 504;

    private final Upstream upstream;
    private final Address address;
    private boolean ended;

    Attempt(Upstream upstream, Address address) {
        this.upstream = upstream;
        this.address = address;
    }

    public Address address() {
        return address;
    }

    /** The head of an answer came. */
    public void answered(int status) {
        if (!ended) {
            ended = true;
            boolean good = status < BAD_GATEWAY || status > GATEWAY_TIMEOUT;
            upstream.ended(address, good ? Upstream.Outcome.GOOD : Upstream.Outcome.BAD_STATUS);
        }
    }

    /** No connection, no answer in time, or a connection that broke off, in the middle of an answer too. */
    public void broken() {
        if (ended) {
            upstream.brokeLater(address);
        } else {
            ended = true;
            upstream.ended(address, Upstream.Outcome.NO_ANSWER);
        }
    }

    /** It was given up for a reason that says nothing about the address. */
    public void givenUp() {
        if (!ended) {
            ended = true;
            upstream.ended(address, Upstream.Outcome.UNKNOWN);
        }
    }
}
