package io.breakwater.auth.address;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A range of IP addresses in CIDR form; a single address is a range of one. No name is ever looked up. An IPv4 address
 * in its IPv6-mapped form is the IPv4 address.
 *
 * @param network the address as a number
 * @param bits how many the address has: 32 or 128
 * @param prefix how many leading bits are fixed
 */
public record AddressRange(BigInteger network, int bits, int prefix) {

    /** Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a bare address; empty when it is neither. */
    public static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return address(text);
        }
        int prefix = prefix(text.substring(slash + 1));
        return address(text.substring(0, slash))
                .filter(address -> prefix >= 0 && prefix <= address.bits)
                .map(address -> new AddressRange(address.network, address.bits, prefix));
    }

    /** Whether the address lies in the range; what is no address never does. */
    boolean contains(String candidate) {
        return address(candidate)
                .filter(address ->
                        address.bits == bits && fixedBits(address.network).equals(fixedBits(network)))
                .isPresent();
    }

    /** An address in its one canonical text, IPv4 in dotted form; empty when it is none. */
    public static Optional<String> canonical(String text) {
        return literal(text).map(InetAddress::getHostAddress);
    }

    /** Whether every address of another range lies in this one. */
    boolean covers(AddressRange other) {
        return other.bits == bits
                && other.prefix >= prefix
                && fixedBits(other.network).equals(fixedBits(network));
    }

    private BigInteger fixedBits(BigInteger address) {
        return address.shiftRight(bits - prefix);
    }

    private static int prefix(String digits) {
        return digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : -1;
    }

    private static Optional<AddressRange> address(String text) {
        return literal(text).map(literal -> {
            byte[] address = literal.getAddress();
            int bits = address.length * Byte.SIZE;
            return new AddressRange(new BigInteger(1, address), bits, bits);
        });
    }

    /** Only full forms: four decimal numbers, or IPv6 without a zone. */
    private static Optional<InetAddress> literal(String text) {
        boolean four = text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        if (!four && !text.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
