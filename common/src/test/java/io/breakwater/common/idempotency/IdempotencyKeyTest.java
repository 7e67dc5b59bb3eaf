package io.breakwater.common.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

    @Property
    void bareAndQuotedAreTheSameKey(
            @ForAll
                    @CharRange(from = 'a', to = 'z')
                    @CharRange(from = 'A', to = 'Z')
                    @CharRange(from = '0', to = '9')
                    @Chars({'_', '-', ':', '.'})
                    @StringLength(min = 1, max = 255)
                    String text) {
        IdempotencyKey key = new IdempotencyKey(text);

        assertThat(IdempotencyKey.parse(List.of(text))).contains(key);
        assertThat(IdempotencyKey.parse(List.of('"' + text + '"'))).contains(key);
    }

    @Test
    void noHeaderIsNoKey() {
        assertThat(IdempotencyKey.parse(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "\"half", "half\"", "two words", "slash/", "ü", "a\tb", "'a'"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> IdempotencyKey.parse(List.of(text)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER));
    }

    @Test
    void moreThan255CharactersAreRefused() {
        assertThatThrownBy(() -> IdempotencyKey.parse(List.of("a".repeat(256)))).isInstanceOf(ProblemException.class);
    }

    @Test
    void twoHeadersAreRefusedEvenWhenTheyAgree() {
        assertThatThrownBy(() -> IdempotencyKey.parse(List.of("a", "a"))).isInstanceOf(ProblemException.class);
    }
}
