package io.breakwater.auth.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @CsvSource({
        "Ada@Example.COM, ada@example.com",
        "' ada@example.com ', ada@example.com",
        "ada@bücher.example, ada@xn--bcher-kva.example",
        "ada@BÜCHER.example, ada@xn--bcher-kva.example",
        "ada@ｅxample.com, ada@example.com",
        "ädä@example.com, ädä@example.com",
        "a.b+tag@sub.example.co, a.b+tag@sub.example.co",
    })
    void spellingsOfOneAddressHaveOneKey(String text, String key) {
        assertThat(EmailAddress.of(text).key()).isEqualTo(key);
    }

    @Test
    void itIsShownAsItsOwnerWritesIt() {
        assertThat(EmailAddress.of(" Ada@Example.COM ").display()).isEqualTo("Ada@Example.COM");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada",
                "@example.com",
                "ada@",
                "ada@example",
                "ada@.com",
                "ada@example..com",
                "ada@example.com.",
                "a b@example.com",
                "ada@exa mple.com",
                "ada@@example.com",
                "\"a\"@example.com",
                "ada@[127.0.0.1]",
                "ada\n@example.com",
                "ada@-example.com",
                "ada@exa_mple.com",
                "<ada@example.com>",
                "ＡＤＡ@example.com",
                "a\uFB01na@example.com",
                "a\u0308da@example.com",
                "ada\uFF20example.com",
            })
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> EmailAddress.of(text)).isInstanceOfSatisfying(ProblemException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_ERROR);
            assertThat(refusal.problem().details().getFirst().path()).isEqualTo("email");
        });
    }

    @Test
    void anAddressIsAtMost254CharactersWithALocalPartOfAtMost64() {
        String domain = "@" + "d".repeat(60) + "." + "e".repeat(60) + "." + "f".repeat(60) + ".com";

        assertThat(EmailAddress.of("x".repeat(64) + "@example.com").key()).hasSize(76);
        assertThatThrownBy(() -> EmailAddress.of("x".repeat(65) + "@example.com"))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> EmailAddress.of("x".repeat(64) + domain + ".com"))
                .isInstanceOf(ProblemException.class);
    }
}
