package io.breakwater.common.identity;

/**
 * What auth-service says, in a header of a 503 to an exchange, when it is not itself that is away: the gateway then goes on
 * asking it about other credentials.
 */
public final class ExchangeAway {

    /** The header's name. */
    public static final String HEADER = "X-Exchange-Away";

    /** Its value when the issuer of the credential does not tell its keys. */
    public static final String ISSUER = "issuer";

    private ExchangeAway() {}
}
