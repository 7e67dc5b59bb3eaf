package io.breakwater.ingest.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.common.identity.Environment;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamPositionTest {

    @Property
    void whatIsWrittenIsReadAgain(@ForAll long millis, @ForAll long sequence) {
        StreamPosition position = new StreamPosition(millis, sequence);

        assertThat(StreamPosition.parse(position.toString())).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1-", "-1", "1-2-3", "a-b", "1-99999999999999999999"})
    void nothingElseIsAPosition(String text) {
        assertThatThrownBy(() -> StreamPosition.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void positionsAreOrderedLikeRedisOrdersThem() {
        assertThat(StreamPosition.parse("2-0"))
                .isGreaterThan(StreamPosition.parse("1-9"))
                .isLessThan(StreamPosition.parse("2-1"))
                .isLessThan(StreamPosition.parse("18446744073709551615-0"));
    }

    @Test
    void aParticipantsPartitionNeverChanges() {
        UUID tenant = UUID.fromString("0197a000-0000-7000-8000-000000000001");

        assertThat(Partitions.of(tenant, Environment.LIVE, "user_1")).isEqualTo(4);
        assertThat(Partitions.key(7)).isEqualTo("ingest:events:{7}");
    }

    @Test
    void participantsAreSpreadOverAllPartitions() {
        UUID tenant = UUID.randomUUID();

        Map<Integer, Long> sizes = IntStream.range(0, 64_000)
                .mapToObj(i -> Partitions.of(tenant, Environment.TEST, "p" + i))
                .collect(Collectors.groupingBy(partition -> partition, Collectors.counting()));

        assertThat(sizes).hasSize(Partitions.COUNT);
        assertThat(sizes.values()).allMatch(size -> size > 700 && size < 1300);
    }

    @Test
    void onlyAHigherVersionIsNewer() {
        assertThat(entry("4").isNewer()).isTrue();
        assertThat(entry("3").isNewer()).isFalse();
        assertThat(entry("2").isNewer()).isFalse();
        assertThat(entry("1").isNewer()).isFalse();
        assertThat(entry("-5").isNewer()).isFalse();
        assertThat(entry("two").isNewer()).isFalse();
        assertThat(new StreamEntry(0, new StreamPosition(1, 1), Map.of()).isNewer())
                .isFalse();
    }

    @Test
    void onlyWhatEveryBuildUnderstandsIsWrittenInTheFirstVersion() {
        assertThat(written("api", null).version()).isEqualTo(1);
        assertThat(written("sdk", null).version()).isEqualTo(2);
        assertThat(written("api", "{}").version()).isEqualTo(2);
    }

    private static NewEntry written(String source, @Nullable String reject) {
        UUID id = UUID.randomUUID();
        return new NewEntry(id, Environment.TEST, id, source, null, 0, "{}", reject, "r");
    }

    private static StreamEntry entry(String version) {
        return new StreamEntry(0, new StreamPosition(1, 1), Map.of(StreamEntry.VERSION_FIELD, version));
    }
}
