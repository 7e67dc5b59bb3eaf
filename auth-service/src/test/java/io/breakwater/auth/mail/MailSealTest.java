package io.breakwater.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.auth.mail.MailSeal.UnreadableMailException;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class MailSealTest {

    private static final UUID ID = UUID.randomUUID();
    private static final MailText TEXT = new MailText("Subject", "token=secret\nsecond line\n");

    private static MailSeal under(int key) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) key;
        return new MailSeal(new SecretKeySpec(bytes, "AES"));
    }

    @Test
    void whatWasSealedIsOpenedUnchanged() throws Exception {
        assertThat(under(1).open(ID, under(1).seal(ID, TEXT))).isEqualTo(TEXT);
    }

    @Test
    void nothingOfTheTextShows() {
        assertThat(under(1).seal(ID, TEXT)).doesNotContain("secret").isNotEqualTo(under(1).seal(ID, TEXT));
    }

    @Test
    void anotherKeyAnotherMailOrAChangeOpensNothing() {
        String sealed = under(1).seal(ID, TEXT);

        assertThatThrownBy(() -> under(2).open(ID, sealed)).isInstanceOf(UnreadableMailException.class);
        assertThatThrownBy(() -> under(1).open(UUID.randomUUID(), sealed)).isInstanceOf(UnreadableMailException.class);
        assertThatThrownBy(() -> under(1).open(ID, "AAAA" + sealed.substring(4)))
                .isInstanceOf(UnreadableMailException.class);
        assertThatThrownBy(() -> under(1).open(ID, "!")).isInstanceOf(UnreadableMailException.class);
        assertThatThrownBy(() -> under(1).open(ID, "")).isInstanceOf(UnreadableMailException.class);
    }
}
