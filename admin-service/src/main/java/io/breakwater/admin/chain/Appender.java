package io.breakwater.admin.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.admin.intake.StreamMessage;
import io.breakwater.admin.subjectkey.DataKey;
import io.breakwater.admin.subjectkey.KeyOwner;
import io.breakwater.admin.subjectkey.SubjectKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Appends events to their chains, hundreds in one transaction. */
@ApplicationScoped
class Appender {

    private final SubjectKeys subjectKeys;
    private final ObjectMapper json;
    private final Clock clock;

    Appender(SubjectKeys subjectKeys, ObjectMapper json, Clock clock) {
        this.subjectKeys = subjectKeys;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Appends what is not in the trail yet. Waits for whoever appends to the same chains.
     *
     * @param source the stream that the messages came by
     * @throws IllegalArgumentException when a message is no audit event
     */
    void append(Connection connection, String source, List<StreamMessage> messages) throws SQLException {
        List<Draft> drafts = messages.stream().map(Draft::of).toList();
        Set<String> chains = new HashSet<>();
        drafts.forEach(draft -> chains.add(draft.chain()));
        Map<String, Head> heads = ChainTable.lockHeads(connection, chains);
        Set<UUID> known =
                ChainTable.known(connection, drafts.stream().map(Draft::id).toList());
        List<Draft> fresh =
                drafts.stream().filter(draft -> !known.contains(draft.id())).toList();
        Map<String, Tail> tails = new HashMap<>();
        heads.forEach((chain, head) -> tails.put(chain, new Tail(head, time(head))));
        Map<KeyOwner, DataKey> keys = subjectKeys.of(connection, owners(fresh, tails));
        List<Entry> entries = new ArrayList<>();
        for (Draft draft : fresh) {
            Tail tail = tail(tails, draft);
            entries.add(tail.append(entry(draft, source, tail, keys.get(owner(draft, tail.day())))));
        }
        ChainTable.insert(connection, entries);
        ChainTable.moveHeads(
                connection,
                tails.values().stream().filter(Tail::moved).map(Tail::head).toList());
    }

    /** The end of a chain while it is appended to. */
    private static final class Tail {

        private final Instant time;
        private Head head;
        private boolean moved;

        Tail(Head head, Instant time) {
            this.head = head;
            this.time = time;
        }

        Head head() {
            return head;
        }

        Instant time() {
            return time;
        }

        LocalDate day() {
            return LocalDate.ofInstant(time, ZoneOffset.UTC);
        }

        boolean moved() {
            return moved;
        }

        Entry append(Entry entry) {
            moved = true;
            head = new Head(head.chain(), entry.sequence(), entry.hash(), time, head.closedThrough());
            return entry;
        }
    }

    /** Never before the last entry, nor on a day that is closed, whatever this process's clock says. */
    private Instant time(Head head) {
        Instant time = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (head.recordedAt() != null && head.recordedAt().isAfter(time)) {
            time = head.recordedAt();
        }
        if (head.closedThrough() != null) {
            Instant open = head.closedThrough()
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            time = time.isBefore(open) ? open : time;
        }
        return time;
    }

    private Entry entry(Draft draft, String source, Tail tail, @Nullable DataKey key) {
        @Nullable DataKey used = draft.personal().isEmpty() ? null : key;
        Entry entry = new Entry(
                draft.chain(),
                tail.head().sequence() + 1,
                draft.id(),
                draft.at(),
                tail.time(),
                source,
                draft.actorKind(),
                draft.actorId(),
                draft.action(),
                draft.outcome(),
                draft.reason(),
                draft.targetKind(),
                draft.targetId(),
                draft.environment(),
                draft.requestId(),
                draft.details(),
                used == null ? null : used.id(),
                used == null ? null : sealed(draft, used),
                tail.head().hash(),
                Entry.NO_HASH);
        return entry.withHash(EntryHash.of(entry));
    }

    private String sealed(Draft draft, DataKey key) {
        try {
            byte[] personal = json.writeValueAsBytes(draft.personal());
            return Base64.getEncoder().encodeToString(key.seal(personal, Entry.binding(draft.chain(), draft.id())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read as JSON is JSON", e);
        }
    }

    private static Set<KeyOwner> owners(List<Draft> drafts, Map<String, Tail> tails) {
        Set<KeyOwner> owners = new HashSet<>();
        for (Draft draft : drafts) {
            if (!draft.personal().isEmpty()) {
                owners.add(owner(draft, tail(tails, draft).day()));
            }
        }
        return owners;
    }

    private static Tail tail(Map<String, Tail> tails, Draft draft) {
        Tail tail = tails.get(draft.chain());
        if (tail == null) {
            throw new IllegalStateException("the head of " + draft.chain() + " is not there");
        }
        return tail;
    }

    private static KeyOwner owner(Draft draft, LocalDate day) {
        if (draft.subject() != null) {
            return KeyOwner.person(draft.chain(), draft.subject());
        }
        @Nullable UUID invitation = draft.invitation();
        return invitation == null ? KeyOwner.nobody(draft.chain(), day) : KeyOwner.invited(draft.chain(), invitation);
    }
}
