package io.breakwater.gateway.client;

import java.net.InetAddress;
import java.util.Arrays;

/** A CIDR block, or one address. Immutable. */
final class IpBlock {

    /** As many as the address family has; bits beyond the prefix are zero. */
    private final byte[] network;

    private final int prefixBits;

    private IpBlock(byte[] network, int prefixBits) {
        this.network = network;
        this.prefixBits = prefixBits;
    }

    /**
     * @throws IllegalArgumentException when it is neither an address nor a CIDR block
     */
    static IpBlock parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = IpAddresses.parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw new IllegalArgumentException("not an address or CIDR block: " + text);
        }
        byte[] bytes = address.getAddress();
        int bits = bytes.length * 8;
        if (slash >= 0) {
            bits = prefix(text, text.substring(slash + 1), bits);
        }
        return new IpBlock(IpAddresses.masked(bytes, bits), bits);
    }

    private static int prefix(String text, String digits, int most) {
        if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > most) {
            throw new IllegalArgumentException("not a CIDR block: " + text);
        }
        return Integer.parseInt(digits);
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == network.length && Arrays.equals(IpAddresses.masked(bytes, prefixBits), network);
    }
}
