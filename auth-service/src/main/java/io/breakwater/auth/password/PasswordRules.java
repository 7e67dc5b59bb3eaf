package io.breakwater.auth.password;

import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which passwords may be set: {@value #MIN_CHARS} to {@value #MAX_CHARS} characters, not one of the bundled list of
 * breached ones, not the account's own names, not one character repeated. No rule of character classes (NIST SP 800-63B).
 * Thread-safe.
 */
@ApplicationScoped
public class PasswordRules {

    /** Least length in code points, after NFC. */
    public static final int MIN_CHARS = 10;

    /** Greatest length in code points, after NFC. */
    public static final int MAX_CHARS = 128;

    private static final String LIST = "/password/breached.txt";

    private final Set<String> breached;

    PasswordRules() {
        this.breached = read();
    }

    /**
     * Refuses a password that must not be set.
     *
     * @param path the field that is named in the answer
     * @param names the account's address and other names, which are no secrets
     * @throws ProblemException {@code VALIDATION_ERROR}
     */
    public void require(String password, String path, Collection<String> names) {
        String normal = Normalizer.normalize(password, Normalizer.Form.NFC);
        int length = normal.codePointCount(0, normal.length());
        if (length < MIN_CHARS || length > MAX_CHARS) {
            throw ProblemException.invalidField(
                    path, "must have from " + MIN_CHARS + " to " + MAX_CHARS + " characters");
        }
        String folded = fold(password);
        if (breached.contains(folded)) {
            throw ProblemException.invalidField(path, "is on a list of breached passwords");
        }
        if (folded.codePoints().distinct().count() == 1) {
            throw ProblemException.invalidField(path, "must not be one character repeated");
        }
        if (names.stream().map(PasswordRules::fold).anyMatch(folded::equals)) {
            throw ProblemException.invalidField(path, "must not be a name or address of the account");
        }
    }

    private static String fold(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    }

    private static Set<String> read() {
        try (InputStream file = Objects.requireNonNull(PasswordRules.class.getResourceAsStream(LIST), LIST);
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#") && !line.isEmpty())
                    .map(PasswordRules::fold)
                    .collect(Collectors.toCollection(HashSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + LIST, e);
        }
    }
}
