package io.breakwater.ingest.stream;

import io.breakwater.common.identity.Environment;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32C;

/** The division of the log, fixed at install: the events of one participant are in one partition, in order. */
public final class Partitions {

    public static final int COUNT = 64;

    private Partitions() {}

    /** The partition of a participant's events: CRC-32C of tenant, environment and participant, modulo {@link #COUNT}. */
    public static int of(UUID tenant, Environment environment, String participant) {
        CRC32C crc = new CRC32C();
        crc.update((tenant + "/" + environment.wireName() + "/" + participant).getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % COUNT);
    }

    /** The Redis key; the braces make the partition the cluster's hash tag. */
    public static String key(int partition) {
        return "ingest:events:{" + partition + "}";
    }
}
