package io.breakwater.auth.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.auth.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Remembers what erasures took away, in the transaction that took it. */
@ApplicationScoped
class ErasureReceipts {

    private static final Duration KEPT = Duration.ofDays(31);
    private static final TypeReference<TreeMap<String, Long>> COUNTS = new TypeReference<>() {};

    private final Sql sql;
    private final ObjectMapper json;
    private final Clock clock;

    ErasureReceipts(Sql sql, ObjectMapper json, Clock clock) {
        this.sql = sql;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Does an erasure once; asked again, answers what it took away then.
     *
     * @param id of the erasure; null for one that is not remembered
     */
    @Transactional
    Erased once(@Nullable UUID id, Supplier<Erased> erasure) {
        if (id == null) {
            return erasure.get();
        }
        // Of two at once the second waits here until the first has ended.
        sql.list("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", row -> "", "erasure:" + id);
        Optional<String> known =
                sql.one("SELECT counts FROM erasure_receipt WHERE erasure_id = ?", row -> row.text("counts"), id);
        return known.map(this::read).orElseGet(() -> remember(id, erasure.get()));
    }

    private Erased remember(UUID id, Erased erased) {
        sql.update(
                "DELETE FROM erasure_receipt WHERE erased_at < ?",
                clock.instant().minus(KEPT));
        try {
            sql.update(
                    "INSERT INTO erasure_receipt (erasure_id, counts, erased_at) VALUES (?, ?::jsonb, ?)",
                    id,
                    json.writeValueAsString(erased.counts()),
                    clock.instant());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counts are JSON", e);
        }
        return erased;
    }

    private Erased read(String counts) {
        try {
            return new Erased(json.readValue(counts, COUNTS), List.of());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a receipt that was not written here", e);
        }
    }
}
