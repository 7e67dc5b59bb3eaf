package io.breakwater.auth.user;

import io.breakwater.common.problem.ProblemException;
import java.net.IDN;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An e-mail address: as its owner writes it, and the key that identifies it whatever its case, Unicode form or spelling
 * of an international domain.
 *
 * @param display trimmed, otherwise as given
 * @param key NFKC, lower case, domain in its ASCII form
 */
public record EmailAddress(String display, String key) {

    private static final int MAX_CHARS = 254;
    private static final int MAX_LOCAL_CHARS = 64;
    /** Something, one at sign, labels with at least one dot; no spaces, controls, quotes or brackets. */
    private static final Pattern FORM =
            Pattern.compile("[^@\\s\\p{Cntrl}\"<>(),:;\\[\\]\\\\]+@[^@\\s\\p{Cntrl}\"<>(),:;\\[\\]\\\\]+\\.[^@\\s.]+");

    private static final Pattern ASCII_DOMAIN =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9-]{2,63}");

    /**
     * Reads an address. One whose local part has compatibility forms, such as full-width letters, is refused.
     *
     * @throws ProblemException {@code VALIDATION_ERROR} naming the field {@code email}
     */
    public static EmailAddress of(String text) {
        String display = text.strip();
        String normal = Normalizer.normalize(display, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        int at = normal.lastIndexOf('@');
        if (!isMailedAsRead(display)
                || display.length() > MAX_CHARS
                || at > MAX_LOCAL_CHARS
                || !FORM.matcher(normal).matches()) {
            throw invalid();
        }
        String domain = asciiDomain(normal.substring(at + 1));
        if (!ASCII_DOMAIN.matcher(domain).matches()) {
            throw invalid();
        }
        return new EmailAddress(display, normal.substring(0, at + 1) + domain);
    }

    /** Mail goes to the address as it is written, so the mailbox that it names must be the one that the key names. */
    private static boolean isMailedAsRead(String display) {
        int at = display.lastIndexOf('@');
        return at >= 0 && Normalizer.isNormalized(display.substring(0, at), Normalizer.Form.NFKC);
    }

    /** The forms of the address and its local part: what a password must not be. */
    public List<String> names() {
        return List.of(display, key, key.substring(0, key.lastIndexOf('@')));
    }

    private static String asciiDomain(String domain) {
        try {
            return IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw invalid().causedBy(e);
        }
    }

    private static ProblemException invalid() {
        return ProblemException.invalidField("email", "must be an e-mail address");
    }
}
