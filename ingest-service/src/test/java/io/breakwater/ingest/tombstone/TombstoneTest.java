package io.breakwater.ingest.tombstone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TombstoneTest {

    private static final UUID TENANT = UUID.fromString("0193f1a0-0000-7000-8000-000000000001");
    private static final Instant REQUESTED = Instant.parse("2026-11-22T10:00:00Z");
    private static final String ANN = SubjectHash.of(TENANT, "ann");

    private final Tombstone ofAnn = new Tombstone(UUID.randomUUID(), TENANT, ANN, REQUESTED);
    private final Tombstone ofAll = new Tombstone(UUID.randomUUID(), TENANT, null, REQUESTED);

    @Test
    void aParticipantIsCoveredUpToTheRequest() {
        assertThat(ofAnn.covers(TENANT, ANN, REQUESTED)).isTrue();
        assertThat(ofAnn.covers(TENANT, ANN, REQUESTED.plusMillis(1))).isFalse();
        assertThat(ofAnn.covers(TENANT, SubjectHash.of(TENANT, "bob"), REQUESTED))
                .isFalse();
        assertThat(ofAnn.covers(TENANT, null, REQUESTED)).isFalse();
    }

    @Test
    void aTenantIsCoveredForEver() {
        assertThat(ofAll.covers(TENANT, ANN, REQUESTED.plusSeconds(1_000_000))).isTrue();
        assertThat(ofAll.covers(TENANT, null, REQUESTED)).isTrue();
        assertThat(ofAll.covers(UUID.randomUUID(), ANN, REQUESTED)).isFalse();
    }

    @Test
    void theHashIsAnotherInAnotherTenantAndTheOneThatWasAgreed() {
        assertThat(SubjectHash.of(UUID.randomUUID(), "ann")).isNotEqualTo(ANN);
        // printf '0193f1a0-0000-7000-8000-000000000001:ann' | sha256sum
        assertThat(ANN).isEqualTo("26838389e41d08aca10217089380d2ad47286aab2f0b4f96c2cbd1ba19331e49");
    }
}
