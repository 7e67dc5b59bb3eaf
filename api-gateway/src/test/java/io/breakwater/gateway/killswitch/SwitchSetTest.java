package io.breakwater.gateway.killswitch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SwitchSetTest {

    private static final long NOW = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final SwitchReader READER = new SwitchReader();

    private static SwitchSet set(String... scopes) {
        return new SwitchSet(Arrays.stream(scopes)
                .map(scope -> READER.read(scope, "{\"reason\":\"r\"}"))
                .map(Objects::requireNonNull)
                .toList());
    }

    private static @Nullable String onPath(SwitchSet set, String route, String path) {
        KillSwitch hit = set.onPath(route, path, NOW);
        return hit == null ? null : hit.scope();
    }

    @Test
    void theWidestSwitchThatHoldsIsTold() {
        SwitchSet all = set("prefix:/api/v1/ingest", "route:ingest", "global");

        assertThat(onPath(all, "ingest", "/api/v1/ingest")).isEqualTo("global");
        assertThat(onPath(set("prefix:/api/v1/ingest", "route:ingest"), "ingest", "/api/v1/ingest"))
                .isEqualTo("route:ingest");
        assertThat(onPath(SwitchSet.NONE, "ingest", "/api/v1/ingest")).isNull();
    }

    @Test
    void prefixesEndOnSegmentsAndMayBeWrittenUnderAnyBase() {
        for (String written : new String[] {"/api/v1/ingest", "/api/ingest", "/v1/ingest/"}) {
            SwitchSet set = set("prefix:" + written);
            assertThat(onPath(set, "x", "/api/v1/ingest")).as(written).isNotNull();
            assertThat(onPath(set, "x", "/api/v1/ingest/events")).as(written).isNotNull();
            assertThat(onPath(set, "x", "/api/v1/ingestion")).as(written).isNull();
        }
        assertThat(onPath(set("prefix:/"), "x", "/anything")).isEqualTo("prefix:/");
    }

    @Test
    void callersAreStoppedByTenantAndKey() {
        SwitchSet set = set("tenant:t1", "key:k2");

        assertThat(set.onCaller("t1", "k1", NOW)).isNotNull();
        assertThat(set.onCaller("t2", "k2", NOW)).isNotNull();
        assertThat(set.onCaller("t2", "k1", NOW)).isNull();
        assertThat(set.onCaller(null, null, NOW)).isNull();
    }

    @Test
    void aSwitchEndsAtItsMoment() {
        KillSwitch read = Objects.requireNonNull(
                READER.read("global", "{\"reason\":\"r\",\"expires_at\":\"2026-01-01T00:00:10Z\"}"));
        SwitchSet set = new SwitchSet(List.of(read));

        assertThat(set.onPath("x", "/x", NOW + 9_999)).isNotNull();
        assertThat(set.onPath("x", "/x", NOW + 10_000)).isNull();
        assertThat(set.count(KillSwitch.Kind.GLOBAL, NOW)).isEqualTo(1);
        assertThat(set.count(KillSwitch.Kind.GLOBAL, NOW + 10_000)).isZero();
    }

    @Test
    void whatCannotBeReadHoldsWithoutAnEnd() {
        for (String value : new String[] {"", "{", "true", "{\"expires_at\":\"soon\"}", "{\"expires_at\":7}"}) {
            KillSwitch read = READER.read("tenant:t", value);
            assertThat(read).as(value).isNotNull();
            assertThat(Objects.requireNonNull(read).isOn(Long.MAX_VALUE))
                    .as(value)
                    .isTrue();
        }
    }

    @Test
    void unknownScopesAreSkipped() {
        for (String scope : new String[] {"galaxy:x", "tenant", "tenant:", "global:x", ""}) {
            assertThat(READER.read(scope, "{}")).as(scope).isNull();
        }
    }
}
