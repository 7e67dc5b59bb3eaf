package io.breakwater.auth.keyusage;

import java.util.UUID;

/**
 * What is noted: a key, and the address it was used from.
 *
 * @param ip empty when the address is not known
 */
record KeyUse(UUID key, String ip) implements Comparable<KeyUse> {

    @Override
    public int compareTo(KeyUse other) {
        int byKey = key.compareTo(other.key);
        return byKey == 0 ? ip.compareTo(other.ip) : byKey;
    }
}
