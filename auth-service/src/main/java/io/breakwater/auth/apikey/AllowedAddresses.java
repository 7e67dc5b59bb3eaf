package io.breakwater.auth.apikey;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** From where a key may be used. */
public final class AllowedAddresses {

    private AllowedAddresses() {}

    /**
     * Whether a key may be used from an address.
     *
     * @param ranges addresses and CIDR ranges; none means from everywhere
     * @param address null when it is not known, which only an unrestricted key allows
     */
    public static boolean allow(List<String> ranges, @Nullable String address) {
        if (ranges.isEmpty()) {
            return true;
        }
        return address != null
                && ranges.stream()
                        .flatMap(range -> AddressRange.parse(range).stream())
                        .anyMatch(range -> range.contains(address));
    }
}
