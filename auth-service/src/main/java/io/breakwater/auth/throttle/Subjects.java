package io.breakwater.auth.throttle;

import io.breakwater.auth.signingkey.KeyEncryption;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** The names of counters: HMAC-SHA-256, so that the table tells neither who nor where. Thread-safe. */
@ApplicationScoped
class Subjects {

    private static final String HMAC = "HmacSHA256";
    private static final int BLOCK_BYTES = 8;

    private final SecretKey key;

    @Inject
    Subjects(KeyEncryption encryption) {
        this(encryption.derive("throttle", HMAC));
    }

    Subjects(SecretKey key) {
        this.key = key;
    }

    byte[] account(String account) {
        return hmac("account\n" + account);
    }

    byte[] address(@Nullable String ip) {
        return hmac("address\n" + block(ip));
    }

    byte[] pair(String account, @Nullable String ip) {
        return hmac("pair\n" + account + "\n" + block(ip));
    }

    byte[] mail(String template, String account) {
        return hmac("mail\n" + template + "\n" + account);
    }

    /** The address itself for IPv4, the /64 for IPv6; all that is no address is one block. */
    static String block(@Nullable String ip) {
        if (ip == null) {
            return "unknown";
        }
        try {
            InetAddress address = InetAddress.ofLiteral(ip);
            return address instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), BLOCK_BYTES))
                    : address.getHostAddress();
        } catch (IllegalArgumentException e) {
            return "unknown";
        }
    }

    private byte[] hmac(String text) {
        try {
            Mac hmac = Mac.getInstance(HMAC);
            hmac.init(key);
            return hmac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}
