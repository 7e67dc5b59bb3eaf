package io.breakwater.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.auth.address.AllowedAddresses;
import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.Scopes;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ProblemException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Whatever is asked for, what is granted lies within what the caller holds. */
class KeyGrantsTest {

    private static final List<String> SCOPES =
            List.of("read", "write", "admin", "events:write", "events:read", "keys:admin", "members:admin");
    private static final List<UUID> TEAMS = List.of(new UUID(7, 1), new UUID(7, 2), new UUID(7, 3));
    private static final List<String> RANGES =
            List.of("10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "192.0.2.0/24", "2001:db8::/32", "2001:db8:1::/48");
    private static final List<String> ORIGINS = List.of("https://a.example", "https://b.example");

    @Provide
    Arbitrary<Identity> callers() {
        return Combinators.combine(
                        Arbitraries.of(SubjectKind.KEY, SubjectKind.USER),
                        Arbitraries.of(SCOPES).set(),
                        Arbitraries.of(TEAMS).list().uniqueElements())
                .as((kind, scopes, teams) -> new Identity(
                        kind,
                        new UUID(1, 1),
                        new UUID(2, 2),
                        Environment.LIVE,
                        null,
                        scopes,
                        teams,
                        null,
                        Set.of(),
                        "starter"));
    }

    @Provide
    Arbitrary<List<String>> scopes() {
        return Arbitraries.of(SCOPES).list().ofMinSize(1).uniqueElements();
    }

    @Provide
    Arbitrary<@Nullable List<UUID>> teams() {
        return Arbitraries.of(TEAMS).list().uniqueElements().injectNull(0.2);
    }

    @Provide
    Arbitrary<KeyBounds> bounds() {
        return Combinators.combine(
                        Arbitraries.longs()
                                .between(0, 5)
                                .map(Instant::ofEpochSecond)
                                .injectNull(0.3),
                        Arbitraries.integers().between(1, 5).injectNull(0.3),
                        Arbitraries.of(RANGES).list().ofMaxSize(3).uniqueElements(),
                        Arbitraries.of(ORIGINS).list().uniqueElements())
                .as(KeyBounds::new);
    }

    @Property
    void scopesAreWithinTheCallersAndAdminIsAUsersAlone(
            @ForAll("callers") Identity caller, @ForAll("scopes") List<String> requested) {
        if (!granted(() -> KeyRules.requireMayGrant(caller, requested))) {
            return;
        }
        // What the minted key can do, through any scope, the caller can do.
        Set<String> effective = KeyKind.PUBLISHABLE.effectiveScopes(requested);
        assertThat(SCOPES)
                .filteredOn(scope -> Scopes.allow(effective, scope))
                .allMatch(scope -> Scopes.allow(caller.scopes(), scope));
        if (caller.kind() == SubjectKind.KEY) {
            assertThat(effective).noneMatch(scope -> scope.endsWith("admin"));
        }
    }

    @Property
    void teamsAreWithinTheCallers(@ForAll("callers") Identity caller, @ForAll("teams") @Nullable List<UUID> requested) {
        if (!granted(() -> KeyRules.teams(caller, caller.teams(), requested))) {
            return;
        }
        List<UUID> teams = KeyRules.teams(caller, caller.teams(), requested);
        assertThat(caller.teams()).containsAll(teams);
        if (caller.kind() == SubjectKind.KEY && !caller.teams().isEmpty()) {
            assertThat(teams)
                    .as("a key without a team acts for the whole tenant")
                    .isNotEmpty();
        }
    }

    @Property
    void boundsAreWithinTheCallers(@ForAll("bounds") KeyBounds outer, @ForAll("bounds") KeyBounds requested) {
        KeyBounds bounds = requested.orElse(outer);
        if (bounds.widerThan(outer).isPresent()) {
            return;
        }
        assertThat(outer.expiresAt() == null
                        || (bounds.expiresAt() != null && !bounds.expiresAt().isAfter(outer.expiresAt())))
                .isTrue();
        assertThat(outer.rateLimit() == null || (bounds.rateLimit() != null && bounds.rateLimit() <= outer.rateLimit()))
                .isTrue();
        for (String address : List.of("10.0.0.1", "10.1.0.1", "10.1.2.3", "192.0.2.9", "2001:db8::1", "::1")) {
            if (AllowedAddresses.allow(bounds.allowedIps(), address)) {
                assertThat(AllowedAddresses.allow(outer.allowedIps(), address)).isTrue();
            }
        }
        assertThat(outer.allowedOrigins().isEmpty()
                        || (!bounds.allowedOrigins().isEmpty()
                                && new HashSet<>(outer.allowedOrigins()).containsAll(bounds.allowedOrigins())))
                .isTrue();
    }

    @Property
    void noBoundsAreWiderThanThemselvesAndNoneIsTheWidest(@ForAll("bounds") KeyBounds bounds) {
        assertThat(bounds.widerThan(bounds)).isEmpty();
        assertThat(bounds.widerThan(new KeyBounds(null, null, List.of(), List.of())))
                .isEmpty();
    }

    private static boolean granted(Runnable rule) {
        try {
            rule.run();
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }
}
