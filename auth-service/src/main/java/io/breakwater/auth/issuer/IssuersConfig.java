package io.breakwater.auth.issuer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who else may vouch for people. */
@ConfigMapping(prefix = "breakwater.issuers")
interface IssuersConfig {

    /** The issuers, by a name of the operator's choice; none by default. */
    @WithParentName
    Map<String, Issuer> issuers();

    /** One issuer. */
    interface Issuer {

        /** The {@code iss} of its tokens, exactly. */
        String issuer();

        /** Where its keys are: https, or http on loopback. */
        URI jwksUri();

        /** What its tokens must have in {@code aud}. */
        String audience();

        /** The claim that holds a tenant's id; without it or {@link #tenant()} the user's oldest membership counts. */
        Optional<String> tenantClaim();

        /** The one tenant that its tokens are for; goes before {@link #tenantClaim()}. */
        Optional<UUID> tenant();

        /** The claim that holds the address. */
        @WithDefault("email")
        String emailClaim();

        /** The claim that says whether the issuer has verified the address. */
        @WithDefault("email_verified")
        String emailVerifiedClaim();

        /** The signature algorithms that are accepted: RS, PS or ES with 256, 384 or 512. */
        @WithDefault("RS256,ES256")
        Set<String> algorithms();
    }
}
