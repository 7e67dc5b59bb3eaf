package io.breakwater.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailTemplatesTest {

    private final MailTemplates templates = new MailTemplates(new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withMapping(MailConfig.class)
            .withDefaultValue("breakwater.mail.link-base-url", "https://app.example.com/")
            .build()
            .getConfigMapping(MailConfig.class));

    @Test
    void fieldsAndTheLinksBaseAreFilledIn() {
        MailText text = templates.render("verify-email", Map.of("token", "T0", "hours", "24"));

        assertThat(text.subject()).isEqualTo("Verify your e-mail address");
        assertThat(text.body())
                .contains("https://app.example.com/verify-email?token=T0\n")
                .contains("for 24 hours");
    }

    @Test
    void aFieldCannotAddALineNorAnotherField() {
        MailText text =
                templates.render("verify-email", Map.of("token", "a\r\nBcc: x\u2028{hours}$1\\", "hours", "24"));

        assertThat(text.body()).contains("token=a  Bcc: x {hours}$1\\\n");
    }

    @Test
    void aFieldThatIsMissingIsAMistakeOfOurs() {
        assertThatThrownBy(() -> templates.render("verify-email", Map.of("hours", "24")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "../application", "", "Verify-Email"})
    void whatIsNoTemplateIsRefused(String name) {
        assertThatThrownBy(() -> templates.render(name, Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify-email", "reset-password", "password-changed", "email-changed"})
    void everyTemplateRenders(String name) {
        MailText text = templates.render(name, Map.of("token", "t", "hours", "1", "minutes", "2"));

        assertThat(text.subject()).isNotBlank().doesNotContain("\n", "{");
        assertThat(text.body()).isNotBlank().doesNotContain("{", "}");
    }
}
