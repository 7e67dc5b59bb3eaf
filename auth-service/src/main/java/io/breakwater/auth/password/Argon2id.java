package io.breakwater.auth.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) in the PHC string form {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. Stateless.
 *
 * @param memoryKib memory of one hash, in KiB
 * @param iterations passes over the memory
 * @param parallelism lanes
 */
record Argon2id(int memoryKib, int iterations, int parallelism) {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,6}),p=(\\d{1,4})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    /** A new hash of the password, with a salt of its own. */
    String hash(String password, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        memoryKib,
                        iterations,
                        parallelism,
                        base64.encodeToString(salt),
                        base64.encodeToString(derive(password, salt, HASH_BYTES)));
    }

    /**
     * Whether the password is the one hashed, by the parameters that the hash carries.
     *
     * @throws IllegalArgumentException when {@code encoded} is not an Argon2id hash
     */
    static boolean verify(String password, String encoded) {
        Matcher form = FORM.matcher(encoded);
        if (!form.matches()) {
            throw new IllegalArgumentException("not an Argon2id hash in PHC form");
        }
        Argon2id parameters = new Argon2id(
                Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)), Integer.parseInt(form.group(3)));
        byte[] expected = Base64.getDecoder().decode(form.group(5));
        byte[] actual = parameters.derive(password, Base64.getDecoder().decode(form.group(4)), expected.length);
        return MessageDigest.isEqual(expected, actual);
    }

    /** Whether a hash was made with these very parameters. */
    boolean made(String encoded) {
        return encoded.startsWith("$argon2id$v=19$m=%d,t=%d,p=%d$".formatted(memoryKib, iterations, parallelism));
    }

    private byte[] derive(String password, byte[] salt, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(iterations)
                .withParallelism(parallelism)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
