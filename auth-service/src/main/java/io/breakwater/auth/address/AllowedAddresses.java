package io.breakwater.auth.address;

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

    /**
     * Whether every address that {@code inner} allows is allowed by {@code outer} too. Each inner range must lie in one
     * outer range; that several together would cover it is not looked for.
     *
     * @param inner valid ranges; none means everywhere
     * @param outer valid ranges; none means everywhere
     */
    public static boolean within(List<String> inner, List<String> outer) {
        if (outer.isEmpty()) {
            return true;
        }
        return !inner.isEmpty()
                && inner.stream()
                        .flatMap(range -> AddressRange.parse(range).stream())
                        .allMatch(range -> outer.stream()
                                .flatMap(wider -> AddressRange.parse(wider).stream())
                                .anyMatch(wider -> wider.covers(range)));
    }
}
