package io.breakwater.ingest.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KindTest {

    /** They may have several MB each. */
    @Test
    void onlyFewDeadLettersAreInMemoryAtATime() {
        assertThat(Kind.ALL)
                .filteredOn(kind -> kind.columns().contains("raw"))
                .isNotEmpty()
                .allSatisfy(kind -> assertThat(kind.fetchSize()).isLessThanOrEqualTo(20));
    }
}
