package io.breakwater.ingest.erasure;

import io.breakwater.ingest.stream.StreamPosition;
import org.jspecify.annotations.Nullable;

/**
 * A place in a partition that its readers must pass.
 *
 * @param generation of the stream, when the marker was appended
 */
record Marker(int generation, StreamPosition position) {

    static Marker parse(String text) {
        String[] parts = text.split("/", 2);
        return new Marker(Integer.parseInt(parts[0]), StreamPosition.parse(parts[1]));
    }

    /** Whether readers who have committed up to a position of a generation are beyond it. */
    boolean isPassedBy(int ofGeneration, @Nullable StreamPosition committed) {
        return generation == ofGeneration && committed != null && committed.compareTo(position) >= 0;
    }

    @Override
    public String toString() {
        return generation + "/" + position;
    }
}
