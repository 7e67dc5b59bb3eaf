package io.breakwater.common.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ScopesTest {

    @Test
    void writeCoversEveryResourcesWrite() {
        assertThat(Scopes.allow(Set.of("write"), "events:write")).isTrue();
        assertThat(Scopes.allow(Set.of("events:write"), "events:write")).isTrue();
    }

    @Test
    void nothingElseIsCovered() {
        assertThat(Scopes.allow(Set.of("events:write"), "write")).isFalse();
        assertThat(Scopes.allow(Set.of("events:write"), "keys:write")).isFalse();
        assertThat(Scopes.allow(Set.of("read"), "write")).isFalse();
        assertThat(Scopes.allow(Set.of("admin"), "write")).isFalse();
        assertThat(Scopes.allow(Set.of(), "read")).isFalse();
    }

    @Test
    void onlyTheVocabularyIsValid() {
        assertThat(Scopes.isValid("events:write")).isTrue();
        assertThat(Scopes.isValid("admin")).isTrue();
        assertThat(Scopes.isValid("events:*")).isFalse();
        assertThat(Scopes.isValid("")).isFalse();
        assertThat(Scopes.isValid("a:b:write")).isFalse();
    }

    @Test
    void aCredentialGrantsOnlyWhatItHolds() {
        assertThat(Scopes.mayGrant(Set.of("read", "write"), Set.of("events:write")))
                .isTrue();
        assertThat(Scopes.mayGrant(Set.of("read", "events:write"), Set.of("write")))
                .isFalse();
    }
}
