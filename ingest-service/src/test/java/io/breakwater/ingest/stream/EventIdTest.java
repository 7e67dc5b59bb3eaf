package io.breakwater.ingest.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class EventIdTest {

    private static final long MAX_MILLIS = (1L << 48) - 1;
    private static final long MAX_SEQUENCE = (1L << 28) - 1;
    private static final long MAX_NONCE = (1L << 40) - 1;

    @Property
    void anIdNamesItsPlace(
            @ForAll @IntRange(max = 63) int partition,
            @ForAll @LongRange(max = MAX_MILLIS) long millis,
            @ForAll @LongRange(max = MAX_SEQUENCE) long sequence,
            @ForAll @LongRange(max = MAX_NONCE) long nonce) {
        EventId id = new EventId(partition, new StreamPosition(millis, sequence), nonce);

        UUID encoded = id.encode();

        assertThat(encoded.version()).isEqualTo(7);
        assertThat(encoded.variant()).isEqualTo(2);
        assertThat(EventId.decode(encoded)).isEqualTo(id);
        assertThat(EventId.acceptedAt(encoded)).isEqualTo(Instant.ofEpochMilli(millis));
    }

    @Property
    void idsOfOnePartitionSortLikeTheirPlaces(
            @ForAll @LongRange(max = MAX_MILLIS) long millis,
            @ForAll @LongRange(max = MAX_SEQUENCE - 1) long sequence,
            @ForAll @LongRange(max = MAX_NONCE) long nonce,
            @ForAll @LongRange(max = MAX_NONCE) long laterNonce) {
        UUID earlier = new EventId(5, new StreamPosition(millis, sequence), nonce).encode();
        UUID later = new EventId(5, new StreamPosition(millis, sequence + 1), laterNonce).encode();

        assertThat(earlier.toString()).isLessThan(later.toString());
    }

    @Property
    void whatDoesNotFitIsRefused(@ForAll @LongRange(min = MAX_SEQUENCE + 1) long sequence) {
        assertThatThrownBy(() -> new EventId(0, new StreamPosition(1, sequence), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EventId(64, new StreamPosition(1, 1), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EventId(0, new StreamPosition(MAX_MILLIS + 1, 1), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EventId(0, new StreamPosition(1, 1), MAX_NONCE + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anyOtherUuidv7NamesSomePlace() {
        UUID id = UuidCreator.getTimeOrderedEpoch();

        assertThat(EventId.decode(id).encode()).isEqualTo(id);
    }

    @Test
    void otherUuidsAreNoIds() {
        assertThatThrownBy(() -> EventId.decode(UUID.fromString("2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EventId.decode(new UUID(0, 0))).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void everyEntryHasAnIdWhereverItLies(@ForAll long millis, @ForAll long sequence) {
        StreamEntry entry = new StreamEntry(1, new StreamPosition(millis, sequence), Map.of("nonce", "zz"));

        assertThat(entry.eventId().encode().version()).isEqualTo(7);
    }
}
