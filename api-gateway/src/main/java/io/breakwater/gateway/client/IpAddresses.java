package io.breakwater.gateway.client;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Literal addresses, never looked up by name. */
final class IpAddresses {

    private static final int IPV6_SUBJECT_BITS = 64;

    private IpAddresses() {}

    /** Null when it is not a literal address; an IPv4 address mapped into IPv6 is the IPv4 address. */
    static @Nullable InetAddress parse(String literal) {
        int zone = literal.indexOf('%');
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(zone < 0 ? literal : literal.substring(0, zone));
        return bytes == null ? null : of(bytes);
    }

    /** What limits count: an IPv4 address, or the /64 of an IPv6 address. */
    static String subject(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                ? address.getHostAddress()
                : of(masked(bytes, IPV6_SUBJECT_BITS)).getHostAddress() + "/" + IPV6_SUBJECT_BITS;
    }

    static byte[] masked(byte[] bytes, int bits) {
        byte[] masked = Arrays.copyOf(bytes, bytes.length);
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.clamp(bits - i * 8L, 0, 8);
            masked[i] &= (byte) (0xff << (8 - kept));
        }
        return masked;
    }

    private static InetAddress of(byte[] bytes) {
        try {
            // Turns an IPv4-mapped IPv6 address into IPv4 by itself.
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }
}
