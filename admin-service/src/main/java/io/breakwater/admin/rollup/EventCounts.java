package io.breakwater.admin.rollup;

/** Numbers of events by what became of them. A difference may have negative ones. */
public record EventCounts(long processed, long duplicate, long conflict, long dead, long discarded, long erased) {

    public static final EventCounts NONE = new EventCounts(0, 0, 0, 0, 0, 0);

    /**
     * @throws IllegalArgumentException for a state that there is not
     */
    static EventCounts of(String state, long events) {
        return switch (state) {
            case "processed" -> new EventCounts(events, 0, 0, 0, 0, 0);
            case "duplicate" -> new EventCounts(0, events, 0, 0, 0, 0);
            case "conflict" -> new EventCounts(0, 0, events, 0, 0, 0);
            case "dead" -> new EventCounts(0, 0, 0, events, 0, 0);
            case "discarded" -> new EventCounts(0, 0, 0, 0, events, 0);
            case "erased" -> new EventCounts(0, 0, 0, 0, 0, events);
            default -> throw new IllegalArgumentException("not a state of events");
        };
    }

    public EventCounts plus(EventCounts other) {
        return new EventCounts(
                processed + other.processed,
                duplicate + other.duplicate,
                conflict + other.conflict,
                dead + other.dead,
                discarded + other.discarded,
                erased + other.erased);
    }

    /** All that were accepted and have reached a final state. */
    public long sum() {
        return processed + duplicate + conflict + dead + discarded + erased;
    }
}
