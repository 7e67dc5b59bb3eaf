package io.breakwater.localstack.store;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Generated passwords: there is no fixed one anywhere. Thread-safe. */
public final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** 32 lower-case hexadecimal characters, 128 random bits. */
    public static String password() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
