package io.breakwater.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.TestClock;
import io.breakwater.gateway.usage.UsageBuffer.Added;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsageBufferTest {

    private static UsageBuffer buffer(int rowsPerBatch, int maxRows) {
        return new UsageBuffer(rowsPerBatch, maxRows, new TestClock());
    }

    private static UsageRow row(int which) {
        return new UsageRow("2026-01-01T00:00:00Z", "tenant", "live", "key-" + which, "route", 200, null);
    }

    private static long count(@Nullable UsageBatch batch) {
        return batch == null
                ? 0
                : batch.rows().stream().mapToLong(UsageBatch.Line::count).sum();
    }

    private static long drain(UsageBuffer buffer) {
        long total = 0;
        for (UsageBatch batch = buffer.next(); batch != null; batch = buffer.next()) {
            total += count(batch);
            buffer.delivered(batch);
        }
        return total;
    }

    @Test
    void equalRowsMergeAndOthersDoNot() {
        UsageBuffer buffer = buffer(10, 10);
        buffer.add(row(1));
        buffer.add(row(1));
        buffer.add(row(2));

        UsageBatch batch = Objects.requireNonNull(buffer.next());
        assertThat(batch.rows()).containsExactly(new UsageBatch.Line(row(1), 2), new UsageBatch.Line(row(2), 1));
    }

    @Test
    void aBatchThatMayHaveArrivedIsSentAgainUnchanged() {
        UsageBuffer buffer = buffer(10, 10);
        buffer.add(row(1));
        UsageBatch first = buffer.next();
        buffer.add(row(1));

        assertThat(buffer.next()).isEqualTo(first);
        buffer.delivered(Objects.requireNonNull(first));
        assertThat(Objects.requireNonNull(buffer.next()).id()).isNotEqualTo(first.id());
        assertThat(count(buffer.next())).isEqualTo(1);
    }

    @Test
    void memoryIsBoundedAndWhatFindsNoRoomIsSaid() {
        UsageBuffer buffer = buffer(2, 3);
        assertThat(buffer.add(row(1))).isEqualTo(Added.COUNTED);
        assertThat(buffer.add(row(2))).isEqualTo(Added.FULL_BATCH);
        assertThat(buffer.add(row(3))).isEqualTo(Added.FULL_BATCH);
        assertThat(buffer.add(row(4))).isEqualTo(Added.LOST);
        assertThat(buffer.add(row(3))).as("a row that is there has room").isEqualTo(Added.FULL_BATCH);

        assertThat(count(buffer.next())).as("the oldest first").isEqualTo(2);
        assertThat(buffer.add(row(4))).isEqualTo(Added.FULL_BATCH);
    }

    @Property(tries = 300)
    void whateverIsCountedIsDeliveredOnce(
            @ForAll @Size(max = 200) List<@IntRange(min = -1, max = 30) Integer> steps,
            @ForAll @IntRange(min = 1, max = 10) int rowsPerBatch,
            @ForAll @IntRange(min = 1, max = 20) int maxRows) {
        UsageBuffer buffer = buffer(rowsPerBatch, maxRows);
        long counted = 0;
        long delivered = 0;
        Set<UUID> ids = new HashSet<>();
        for (int step : steps) {
            if (step >= 0) {
                counted += buffer.add(row(step)) == Added.LOST ? 0 : 1;
            } else {
                UsageBatch batch = buffer.next();
                if (batch != null) {
                    assertThat(batch.rows()).hasSizeLessThanOrEqualTo(rowsPerBatch);
                    assertThat(ids.add(batch.id())).isTrue();
                    delivered += count(batch);
                    buffer.delivered(batch);
                }
            }
        }

        assertThat(delivered + drain(buffer)).isEqualTo(counted);
        assertThat(buffer.size()).isZero();
    }

    @Test
    void nothingIsLostBetweenThreads() {
        UsageBuffer buffer = buffer(50, 1_000);
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            writers.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 20_000; i++) {
                    buffer.add(row(ThreadLocalRandom.current().nextInt(100)));
                }
            }));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));
        long delivered = 0;
        while (!all.isDone()) {
            delivered += drain(buffer);
        }

        assertThat(delivered + drain(buffer)).isEqualTo(80_000);
    }
}
