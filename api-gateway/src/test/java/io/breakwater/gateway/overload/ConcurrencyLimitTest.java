package io.breakwater.gateway.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {

    private static final long LATE = 1001;
    private static final long IN_TIME = 1000;

    private final ConcurrencyLimit limit = new ConcurrencyLimit(10, 1000, 1000);

    @Test
    void nothingIsLimitedWhileLoopsAreInTime() {
        limit.measured(IN_TIME, 900);

        assertThat(limit.limit()).isEqualTo(1000);
    }

    @Test
    void lateLoopsCutToAFifthLessThanThereIs() {
        limit.measured(LATE, 500);

        assertThat(limit.limit()).isEqualTo(400);
    }

    @Test
    void recoveryIsSlowerThanTheCut() {
        limit.measured(LATE, 500);
        limit.measured(IN_TIME, 400);
        assertThat(limit.limit()).isEqualTo(420);
        for (int i = 0; i < 30; i++) {
            limit.measured(IN_TIME, 400);
        }
        assertThat(limit.limit()).isEqualTo(1000);
    }

    @Property(tries = 200)
    void limitStaysBetweenLeastAndMost(@ForAll List<@IntRange(max = 5000) Integer> inProgress, @ForAll boolean late) {
        ConcurrencyLimit tested = new ConcurrencyLimit(10, 1000, 1000);
        for (int count : inProgress) {
            tested.measured(late ? LATE : IN_TIME, count);
            assertThat(tested.limit()).isBetween(10, 1000);
        }
    }
}
