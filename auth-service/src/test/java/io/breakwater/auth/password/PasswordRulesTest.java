package io.breakwater.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {

    private static final List<String> NAMES = List.of("ada.lovelace@example.com", "ada.lovelace", "Analytical Engines");
    private final PasswordRules rules = new PasswordRules();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "too short",
                "password123",
                "PASSWORD123",
                "Password2024",
                "ｐａｓｓｗｏｒｄ１２３",
                "qwertyuiop",
                " qwertyuiop ",
                "1234567890",
                "aaaaaaaaaaaaaaaa",
                "ada.lovelace@example.com",
                "Ada.Lovelace@Example.COM",
                "ADA.LOVELACE",
                "analytical engines",
            })
    void whatIsGuessedFirstIsRefused(String password) {
        assertThatThrownBy(() -> rules.require(password, "new_password", NAMES))
                .isInstanceOfSatisfying(ProblemException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_ERROR);
                    assertThat(refusal.problem().details().getFirst().path()).isEqualTo("new_password");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery",
                "ten chars!",
                "пароль для входа",
                "鍵鍵鍵鍵鍵鍵鍵鍵鍵門",
                "ada.lovelace@example.com!",
            })
    void whatIsNotIsTaken(String password) {
        assertThatCode(() -> rules.require(password, "password", NAMES)).doesNotThrowAnyException();
    }

    @Test
    void lengthIsCountedInCharactersNotInUtf16() {
        assertThatCode(() -> rules.require("😀😁😂🤣😃😄😅😆😉😊", "password", List.of()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> rules.require("😀😁😂🤣😃", "password", List.of()))
                .isInstanceOf(ProblemException.class);
        assertThatCode(() -> rules.require("ab".repeat(64), "password", List.of()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> rules.require("ab".repeat(64) + "c", "password", List.of()))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void aRefusalNeverQuotesThePassword() {
        assertThatThrownBy(() -> rules.require("password123", "password", List.of()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().toString()).doesNotContain("password123"));
    }
}
