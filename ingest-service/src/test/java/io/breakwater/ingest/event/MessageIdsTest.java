package io.breakwater.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.sql.SqlFault;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIdsTest {

    @Test
    void theEventsOwnIdGoesBeforeTheRequestsKey() {
        assertThat(MessageIds.of("k").of(draft("m"), 3)).isEqualTo("m");
        assertThat(MessageIds.of("k").of(draft(null), 3)).isEqualTo("k:3");
        assertThat(MessageIds.of("\"k\"").of(draft(null), 0)).isEqualTo("k:0");
        assertThat(MessageIds.of(null).of(draft(null), 0)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "a b", "\"a", "a\"", "ä", "a/b", "a,b"})
    void keyOfAnotherFormIsRefused(String key) {
        assertThatThrownBy(() -> MessageIds.of(key))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER));
    }

    @Test
    void keyIsAtMost255Characters() {
        assertThat(MessageIds.of("k".repeat(255)).of(draft(null), 0)).endsWith(":0");
        assertThatThrownBy(() -> MessageIds.of("k".repeat(256))).isInstanceOf(ProblemException.class);
    }

    @Property
    void aCursorIsReadAsItWasWritten(@ForAll long high, @ForAll long low) {
        UUID id = new UUID((high & ~0xF000L) | 0x7000L, (low & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L);

        assertThat(EventCursor.parse(new EventCursor(id).toString()).last()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({
        "23505, DATA",
        "22P05, DATA",
        "21000, DATA",
        "08006, UNAVAILABLE",
        "40P01, UNAVAILABLE",
        "57P03, UNAVAILABLE",
        "53300, UNAVAILABLE",
        "42501, BROKEN",
        "XX000, BROKEN",
    })
    void onlyDataThatDoesNotFitIsHeldAgainstAnEvent(String state, SqlFault fault) {
        assertThat(SqlFault.of(new SQLException("x", state))).isEqualTo(fault);
        assertThat(SqlFault.of(new SQLException("x", (String) null, new SQLException("y", state))))
                .isEqualTo(fault);
    }

    @Test
    void noStateMeansThatThereWasNoConnection() {
        assertThat(SqlFault.of(new SQLException("Acquisition timeout"))).isEqualTo(SqlFault.UNAVAILABLE);
    }

    private static EventDraft draft(@Nullable String messageId) {
        return new EventDraft(null, messageId, List.of());
    }
}
