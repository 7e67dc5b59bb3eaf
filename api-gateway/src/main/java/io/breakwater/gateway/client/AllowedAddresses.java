package io.breakwater.gateway.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** From where a credential may be used: addresses and CIDR blocks. Immutable. */
public final class AllowedAddresses {

    /** From everywhere. */
    public static final AllowedAddresses ALL = new AllowedAddresses(true, List.of());

    private static final Logger LOG = Logger.getLogger(AllowedAddresses.class);

    private final boolean everywhere;
    private final List<IpBlock> blocks;

    private AllowedAddresses(boolean everywhere, List<IpBlock> blocks) {
        this.everywhere = everywhere;
        this.blocks = blocks;
    }

    /** An empty list allows everything; an entry that cannot be read allows nothing. */
    @JsonCreator
    public static AllowedAddresses of(List<String> entries) {
        if (entries.isEmpty()) {
            return ALL;
        }
        List<IpBlock> blocks = new ArrayList<>();
        for (String entry : entries) {
            try {
                blocks.add(IpBlock.parse(entry.strip()));
            } catch (IllegalArgumentException e) {
                LOG.warnf(e, "an allowed address cannot be read");
            }
        }
        return new AllowedAddresses(false, List.copyOf(blocks));
    }

    /**
     * @param address literal
     */
    public boolean allow(String address) {
        @Nullable InetAddress client = everywhere ? null : IpAddresses.parse(address);
        return everywhere || (client != null && blocks.stream().anyMatch(block -> block.contains(client)));
    }
}
