package io.breakwater.gateway.client;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who really calls. The peer's address counts, unless the peer is a trusted proxy: then the forwarding header is walked
 * from right to left to the first address that is not a trusted proxy's. Whatever stands left of an unreadable element
 * is not believed. Immutable; safe from any thread.
 */
final class ClientAddress {

    private static final Pattern FORWARDED_FOR =
            Pattern.compile("(?i)(?:^|;)\\s*for\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]*))\\s*(?=;|$)");
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^\\]]+)\\](?::\\d+)?|([0-9.]+):\\d+");

    private final List<IpBlock> trusted;

    /**
     * @throws IllegalArgumentException when a block is malformed
     */
    ClientAddress(Collection<String> trustedBlocks) {
        this.trusted =
                trustedBlocks.stream().map(String::strip).map(IpBlock::parse).toList();
    }

    boolean isTrusted(InetAddress peer) {
        return trusted.stream().anyMatch(block -> block.contains(peer));
    }

    /**
     * @param peer the other end of the connection
     * @param forwardedFor every value of {@code X-Forwarded-For}, in order
     * @param forwarded every value of {@code Forwarded}, in order; looked at when there is no {@code X-Forwarded-For}
     */
    InetAddress resolve(InetAddress peer, List<String> forwardedFor, List<String> forwarded) {
        return way(peer, forwardedFor, forwarded).getFirst();
    }

    /**
     * The client, the trusted proxies in between, and the peer, as far as all of it is believed; the client alone when it is
     * the peer. See {@link #resolve}.
     */
    List<InetAddress> way(InetAddress peer, List<String> forwardedFor, List<String> forwarded) {
        Deque<InetAddress> way = new ArrayDeque<>();
        way.addFirst(peer);
        if (isTrusted(peer)) {
            for (InetAddress hop : hops(forwardedFor, forwarded).reversed()) {
                if (hop == null) {
                    break;
                }
                way.addFirst(hop);
                if (!isTrusted(hop)) {
                    break;
                }
            }
        }
        return List.copyOf(way);
    }

    private static List<@Nullable InetAddress> hops(List<String> forwardedFor, List<String> forwarded) {
        List<@Nullable InetAddress> hops = new ArrayList<>();
        if (!forwardedFor.isEmpty()) {
            for (String element : String.join(",", forwardedFor).split(",", -1)) {
                hops.add(address(element.strip()));
            }
        } else {
            for (String value : forwarded) {
                for (String element : value.split(",", -1)) {
                    Matcher matcher = FORWARDED_FOR.matcher(element.strip());
                    hops.add(
                            matcher.find()
                                    ? address(matcher.group(1) != null ? matcher.group(1) : matcher.group(2))
                                    : null);
                }
            }
        }
        return hops;
    }

    private static @Nullable InetAddress address(String text) {
        Matcher matcher = WITH_PORT.matcher(text);
        if (matcher.matches()) {
            return IpAddresses.parse(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        return IpAddresses.parse(text);
    }
}
