package io.breakwater.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyRulesTest {

    private static final UUID TEAM = UUID.randomUUID();

    private static Identity caller(SubjectKind kind, String... scopes) {
        return new Identity(
                kind,
                UUID.randomUUID(),
                UUID.randomUUID(),
                Environment.LIVE,
                null,
                Set.of(scopes),
                List.of(TEAM),
                null,
                Set.of(),
                "starter");
    }

    private static void assertRefused(ErrorCode code, Runnable rule) {
        assertThatThrownBy(rule::run)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void aBroadScopeGrantsItsNarrowOnesButNotTheReverse() {
        Identity broad = caller(SubjectKind.KEY, "admin", "write");
        Identity narrow = caller(SubjectKind.KEY, "admin", "events:write");

        assertThatNoException().isThrownBy(() -> KeyRules.requireMayGrant(broad, List.of("events:write")));
        assertRefused(ErrorCode.MISSING_SCOPE, () -> KeyRules.requireMayGrant(narrow, List.of("write")));
        assertRefused(ErrorCode.MISSING_SCOPE, () -> KeyRules.requireMayGrant(narrow, List.of("keys:write")));
    }

    @Test
    void onlyAPersonGrantsAdmin() {
        Identity key = caller(SubjectKind.KEY, "admin");
        Identity user = caller(SubjectKind.USER, "admin");

        assertRefused(ErrorCode.FORBIDDEN, () -> KeyRules.requireMayGrant(key, List.of("admin")));
        assertRefused(ErrorCode.FORBIDDEN, () -> KeyRules.requireMayGrant(key, List.of("keys:admin")));
        assertThatNoException().isThrownBy(() -> KeyRules.requireMayGrant(user, List.of("admin")));
    }

    @Test
    void aKeyGrantsItsOwnEnvironmentAndTeamsAlone() {
        Identity key = caller(SubjectKind.KEY, "admin");

        assertRefused(ErrorCode.FORBIDDEN, () -> KeyRules.environment(key, Environment.TEST));
        assertRefused(
                ErrorCode.VALIDATION_ERROR, () -> KeyRules.teams(key, key.teams(), List.of(TEAM, UUID.randomUUID())));
        assertThat(KeyRules.teams(key, key.teams(), List.of(TEAM, TEAM))).containsExactly(TEAM);
        assertThat(KeyRules.teams(key, key.teams(), List.of())).containsExactly(TEAM);
        assertThat(KeyRules.teams(key, key.teams(), null)).containsExactly(TEAM);
        assertThat(KeyRules.teams(caller(SubjectKind.USER, "admin"), List.of(TEAM), null))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com, true",
        "http://localhost:3000, true",
        "https://[::1]:8443, true",
        "https://example.com/, false",
        "https://example.com/path, false",
        "https://user@example.com, false",
        "https://*.example.com, false",
        "ftp://example.com, false",
        "*, false",
        "null, false",
    })
    void originsAreSchemeHostAndPort(String origin, boolean accepted) {
        if (accepted) {
            assertThat(KeyRules.origins(List.of(origin))).containsExactly(origin);
        } else {
            assertRefused(ErrorCode.VALIDATION_ERROR, () -> KeyRules.origins(List.of(origin)));
        }
    }
}
