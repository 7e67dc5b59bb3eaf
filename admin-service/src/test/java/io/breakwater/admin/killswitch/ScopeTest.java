package io.breakwater.admin.killswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.common.problem.ProblemException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
                    global, global
                    tenant:0198c0de-0000-7000-8000-000000000001, tenant:0198c0de-0000-7000-8000-000000000001
                    key:0198C0DE-0000-7000-8000-00000000000A, key:0198c0de-0000-7000-8000-00000000000a
                    route:ingest-events, route:ingest-events
                    prefix:/, prefix:/
                    prefix:/api/v1/events, prefix:/api/v1/events
                    prefix:/api/v1/events/, prefix:/api/v1/events
                    prefix:/v1/a.b~c/..d, prefix:/v1/a.b~c/..d
                    """)
    void aScopeHasOneSpelling(String written, String scope) {
        assertThat(Scope.of(written).text()).isEqualTo(scope);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "everything",
                "global:",
                "GLOBAL",
                "tenant",
                "tenant:",
                "tenant:acme",
                "tenant:1-1-1-1-1",
                "tenant:0198c0de-0000-7000-8000-000000000001 ",
                "key:*",
                "route:",
                "route:Ingest",
                "route:a/b",
                "prefix:",
                "prefix:api",
                "prefix://",
                "prefix:/a//b",
                "prefix:/a/../b",
                "prefix:/a/.",
                "prefix:/a?b",
                "prefix:/a%2fb",
                "prefix:/a\\b",
                "prefix:/a\nb",
                "prefix:/ä"
            })
    void whatIsNoScopeIsRefused(String written) {
        assertThatThrownBy(() -> Scope.of(written)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {505, 100_000})
    void anOverLongPrefixIsRefusedAtOnce(int chars) {
        assertThatThrownBy(() -> Scope.of("prefix:/" + "a".repeat(chars))).isInstanceOf(ProblemException.class);
    }
}
