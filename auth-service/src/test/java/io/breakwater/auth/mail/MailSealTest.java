package io.breakwater.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.auth.mail.MailSeal.UnreadableMailException;
import io.breakwater.auth.signingkey.KeyEncryption;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MailSealTest {

    private static final UUID ID = UUID.randomUUID();
    private static final MailText TEXT = new MailText("Subject", "token=secret\nsecond line\n");

    private static MailSeal under(int key) {
        return new MailSeal(new KeyEncryption(key(key), null));
    }

    private static byte[] key(int first) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) first;
        return bytes;
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
    void mailThatWasQueuedBeforeTheKeyEncryptionKeyWasReplacedCanBeSent() throws Exception {
        String queued = under(1).seal(ID, TEXT);
        MailSeal after = new MailSeal(new KeyEncryption(key(2), key(1)));

        assertThat(after.open(ID, queued)).isEqualTo(TEXT);
        assertThatThrownBy(() -> under(1).open(ID, after.seal(ID, TEXT))).isInstanceOf(UnreadableMailException.class);
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
