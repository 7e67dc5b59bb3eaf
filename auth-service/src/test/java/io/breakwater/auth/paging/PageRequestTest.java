package io.breakwater.auth.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.common.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class PageRequestTest {

    @Property
    void pagesTogetherAreTheWholeList(
            @ForAll @IntRange(min = 0, max = 250) int size, @ForAll @IntRange(min = 1, max = 100) int limit) {
        List<UUID> all = new ArrayList<>();
        for (int i = size; i > 0; i--) {
            all.add(new UUID(i, i));
        }

        List<UUID> seen = new ArrayList<>();
        PageRequest request = PageRequest.of(Integer.toString(limit), null);
        Page<UUID> page = request.page(rows(all, request), Function.identity(), Function.identity());
        seen.addAll(page.data());
        while (page.pagination().hasMore()) {
            request = PageRequest.of(
                    Integer.toString(limit),
                    Objects.requireNonNull(page.pagination().nextCursor()));
            page = request.page(rows(all, request), Function.identity(), Function.identity());
            seen.addAll(page.data());
        }

        assertThat(seen).isEqualTo(all);
        assertThat(page.pagination().nextCursor()).isNull();
    }

    private static List<UUID> rows(List<UUID> all, PageRequest request) {
        UUID after = request.after();
        return all.stream()
                .filter(id -> after == null || id.compareTo(after) < 0)
                .limit(request.rows())
                .toList();
    }

    @Property
    void noTextMakesTheParserFailOtherwiseThanByRefusal(@ForAll @StringLength(max = 40) String text) {
        try {
            PageRequest.of(null, text);
        } catch (ProblemException refusal) {
            assertThat(refusal.code().status()).isEqualTo(400);
        }
    }

    @Example
    void theDefaultIsTheFirstTwenty() {
        assertThat(PageRequest.of(null, null)).isEqualTo(new PageRequest(20, null));
    }

    @Example
    void limitsBeyondOneHundredAreRefused() {
        assertThatThrownBy(() -> PageRequest.of("101", null)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> PageRequest.of("99999999999", null)).isInstanceOf(ProblemException.class);
    }
}
