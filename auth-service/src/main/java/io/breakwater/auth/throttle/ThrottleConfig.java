package io.breakwater.auth.throttle;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;

/** How failed logins are slowed down. Each delay doubles with every further failure, up to its maximum. */
@ConfigMapping(prefix = "breakwater.throttle")
interface ThrottleConfig {

    /** Failures of one account from one address before the first delay of 1 s. */
    @WithName("pair.free")
    @WithDefault("5")
    int pairFree();

    /** The longest delay for one account from one address. */
    @WithName("pair.longest-delay")
    @WithDefault("15m")
    Duration pairLongestDelay();

    /** A failure of a pair is forgotten after each such time of quiet. */
    @WithName("pair.forget-one-after")
    @WithDefault("15m")
    Duration pairForgetOneAfter();

    /** Failures of one account, from addresses it does not know, before the first delay of 1 s for such addresses. */
    @WithName("account.free")
    @WithDefault("20")
    int accountFree();

    /** The longest delay for addresses that an account does not know. */
    @WithName("account.longest-delay")
    @WithDefault("5m")
    Duration accountLongestDelay();

    /** A failure of an account is forgotten after each such time of quiet. */
    @WithName("account.forget-one-after")
    @WithDefault("5m")
    Duration accountForgetOneAfter();

    /** Failures from one address, over accounts that do not know it, before the first delay of 1 s. */
    @WithName("address.free")
    @WithDefault("30")
    int addressFree();

    /** The longest delay for one address. */
    @WithName("address.longest-delay")
    @WithDefault("15m")
    Duration addressLongestDelay();

    /** A failure of an address is forgotten after each such time of quiet. */
    @WithName("address.forget-one-after")
    @WithDefault("1m")
    Duration addressForgetOneAfter();

    /** For how long an address from which an account was signed in to stays known. */
    @WithName("known-address")
    @WithDefault("90d")
    Duration knownAddress();

    /** Mails of one kind that one account can ask for at once; after these, and in general, one an hour. */
    @WithName("mails")
    @WithDefault("3")
    int mails();
}
