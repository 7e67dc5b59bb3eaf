package io.breakwater.common.apikey;

import io.breakwater.common.identity.Environment;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A plaintext API key: {@code <brand>_<live|test>_} and 32 hex characters, of which 28 are random (112 bits) and the
 * last four are the low 16 bits of the CRC-32 of all characters before them. The checksum lets a mistyped or invented
 * key be refused without I/O, and secret scanners confirm a find.
 *
 * <p>{@link #toString()} shows only {@link #prefix()} and {@link #lastFour()}.
 */
public final class ApiKey {

    /** Lower-case letters and digits, 2 to 16 of them, starting with a letter. */
    public static final Pattern BRAND = Pattern.compile("[a-z][a-z0-9]{1,15}");

    private static final Pattern FORM = Pattern.compile("([a-z][a-z0-9]{1,15})_(live|test)_([0-9a-f]{32})");
    private static final int RANDOM_BYTES = 14;
    private static final int CHECKSUM_CHARS = 4;

    private final String brand;
    private final Environment environment;
    private final String plaintext;

    private ApiKey(String brand, Environment environment, String plaintext) {
        this.brand = brand;
        this.environment = environment;
        this.plaintext = plaintext;
    }

    /**
     * Makes a new key.
     *
     * @throws IllegalArgumentException when the brand does not match {@link #BRAND}
     */
    public static ApiKey mint(String brand, Environment environment, SecureRandom random) {
        if (!BRAND.matcher(brand).matches()) {
            throw new IllegalArgumentException("a key brand is 2 to 16 lower-case letters and digits");
        }
        byte[] bits = new byte[RANDOM_BYTES];
        random.nextBytes(bits);
        String body =
                brand + "_" + environment.wireName() + "_" + HexFormat.of().formatHex(bits);
        return new ApiKey(brand, environment, body + checksum(body));
    }

    /**
     * Reads a key, checking form, brand and checksum; costs about a microsecond and no I/O.
     *
     * @param brands the brands this installation accepts
     * @return empty when it is not a key of ours: the caller answers {@code INVALID_API_KEY}
     */
    public static Optional<ApiKey> parse(String candidate, Set<String> brands) {
        Matcher form = FORM.matcher(candidate);
        if (!form.matches() || !brands.contains(form.group(1))) {
            return Optional.empty();
        }
        int checksumStart = candidate.length() - CHECKSUM_CHARS;
        if (!checksum(candidate.substring(0, checksumStart)).equals(candidate.substring(checksumStart))) {
            return Optional.empty();
        }
        return Optional.of(new ApiKey(form.group(1), Environment.of(form.group(2)), candidate));
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().toHexDigits((short) crc.getValue());
    }

    public String brand() {
        return brand;
    }

    public Environment environment() {
        return environment;
    }

    /** The secret itself: shown once to whoever created it, then forgotten. */
    public String plaintext() {
        return plaintext;
    }

    /** The hash under which a key is stored and looked up: no salt, because 112 random bits cannot be guessed. */
    public String sha256Hex() {
        return Sha256.hex(plaintext);
    }

    /** {@code <brand>_<environment>_} and the first four random characters: fit for lists and logs. */
    public String prefix() {
        return plaintext.substring(0, brand.length() + 10);
    }

    /** The last four characters: fit for lists and logs. */
    public String lastFour() {
        return plaintext.substring(plaintext.length() - CHECKSUM_CHARS);
    }

    @Override
    public String toString() {
        return prefix() + "…" + lastFour();
    }
}
