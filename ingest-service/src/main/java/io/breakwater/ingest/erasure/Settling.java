package io.breakwater.ingest.erasure;

import io.breakwater.ingest.sql.Transactions;
import io.breakwater.ingest.stream.EventStream;
import io.breakwater.ingest.stream.Partitions;
import io.breakwater.ingest.stream.StreamPosition;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Waits for everybody who may not have seen the tombstone. A subject's events may be in any partition, as rejected items are,
 * so that all are waited for.
 */
@ApplicationScoped
class Settling {

    private final EventStream stream;
    private final Transactions transactions;
    private final ErasureTable table;
    private final ErasureConfig config;

    Settling(EventStream stream, Transactions transactions, ErasureTable table, ErasureConfig config) {
        this.stream = stream;
        this.transactions = transactions;
        this.table = table;
        this.config = config;
    }

    Progress step(Erasure erasure, ErasureRow row) {
        if (!row.hasBarrier()) {
            transactions.answer(connection -> {
                table.raiseBarrier(connection, erasure.id());
                return row;
            });
            return Progress.MORE;
        }
        List<ErasureTable.Position> positions = transactions.answer(table::positions);
        List<Marker> markers = row.markers();
        if (markers == null) {
            if (erasure.isOfTenant() && !isBarrierPassed(erasure)) {
                // What replicas still take in is to lie before the markers.
                return Progress.WAIT;
            }
            List<Integer> all = IntStream.range(0, Partitions.COUNT).boxed().toList();
            return mark(erasure, positions, List.of(), all);
        }
        List<Integer> replaced = replaced(markers, positions);
        if (!replaced.isEmpty()) {
            return mark(erasure, positions, markers, replaced);
        }
        return arePassed(markers, positions) && isBarrierPassed(erasure) ? advance(erasure) : Progress.WAIT;
    }

    /**
     * Drops what lies before the markers, of the subject or not: all of it is processed. A log that was replaced meanwhile
     * holds nothing of before.
     */
    Progress trim(Erasure erasure, ErasureRow row) {
        List<Marker> markers = Objects.requireNonNull(row.markers(), "markers come before trimming");
        List<ErasureTable.Position> positions = transactions.answer(table::positions);
        for (int partition = 0; partition < markers.size(); partition++) {
            if (isPassed(markers.get(partition), positions.get(partition))) {
                stream.trimBefore(partition, markers.get(partition).position());
            }
        }
        transactions.answer(connection -> {
            table.advance(connection, erasure.id(), Phase.TRIMMING);
            return row;
        });
        return Progress.MORE;
    }

    private static List<Integer> replaced(List<Marker> markers, List<ErasureTable.Position> positions) {
        return IntStream.range(0, markers.size())
                .filter(i -> markers.get(i).generation() != positions.get(i).generation())
                .boxed()
                .toList();
    }

    private static boolean arePassed(List<Marker> markers, List<ErasureTable.Position> positions) {
        return IntStream.range(0, markers.size()).allMatch(i -> isPassed(markers.get(i), positions.get(i)));
    }

    private static boolean isPassed(Marker marker, ErasureTable.Position position) {
        return marker.isPassedBy(position.generation(), position.lastId());
    }

    private boolean isBarrierPassed(Erasure erasure) {
        return transactions.answer(connection -> table.isBarrierPassed(connection, erasure.id(), config.tenantPause()));
    }

    /** Appends markers to some partitions; the others keep theirs. */
    private Progress mark(
            Erasure erasure, List<ErasureTable.Position> positions, List<Marker> before, List<Integer> partitions) {
        List<Future<StreamPosition>> appended =
                partitions.stream().map(stream::mark).toList();
        // Each wait is bounded by the log itself.
        List<StreamPosition> places = Uni.createFrom()
                .completionStage(() -> Future.all(appended)
                        .map(_ -> appended.stream().map(Future::result).toList())
                        .toCompletionStage())
                .await()
                .indefinitely();
        long requestedAt = erasure.requestedAt().toEpochMilli();
        if (places.stream().anyMatch(place -> place.millis() <= requestedAt)) {
            return Progress.WAIT;
        }
        List<Marker> markers = new ArrayList<>(before);
        for (int i = 0; i < partitions.size(); i++) {
            int partition = partitions.get(i);
            Marker marker = new Marker(positions.get(partition).generation(), places.get(i));
            if (partition < markers.size()) {
                markers.set(partition, marker);
            } else {
                markers.add(marker);
            }
        }
        transactions.answer(connection -> {
            table.setMarkers(connection, erasure.id(), markers);
            return markers;
        });
        return Progress.MORE;
    }

    private Progress advance(Erasure erasure) {
        transactions.answer(connection -> {
            table.advance(connection, erasure.id(), Phase.SETTLING);
            return erasure;
        });
        return Progress.MORE;
    }
}
