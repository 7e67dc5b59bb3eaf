package io.breakwater.client;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * All items of a list, in its order, over as many pages as it has. Each page is fetched when it is asked for, so that a stream
 * that is cut short fetches no more than it needs:
 *
 * <pre>{@code
 * Pages<StoredEvent> events = Pages.of(
 *         cursor -> client.events().listEvents(APIListEventsRequest.newBuilder().cursor(cursor).build()),
 *         EventPage::getData,
 *         page -> page.getPagination().getNextCursor());
 * events.stream().limit(500).forEach(…);
 * }</pre>
 *
 * <p>Each iteration begins anew. Iterators are for one thread.
 */
public final class Pages<T> implements Iterable<T> {

    private final Function<@Nullable String, Page<T>> fetch;

    private Pages(Function<@Nullable String, Page<T>> fetch) {
        this.fetch = fetch;
    }

    /**
     * A list, by one of its methods.
     *
     * @param fetch asks for the page at a cursor, which is null for the first
     * @param data what a page holds
     * @param nextCursor where the list goes on after a page, or null at its end
     */
    public static <P, T> Pages<T> of(
            Function<@Nullable String, P> fetch, Function<P, List<T>> data, Function<P, @Nullable String> nextCursor) {
        return new Pages<>(cursor -> {
            var page = fetch.apply(cursor);
            return new Page<>(data.apply(page), nextCursor.apply(page));
        });
    }

    @Override
    public Iterator<T> iterator() {
        return new Items<>(fetch);
    }

    public Stream<T> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    private record Page<T>(List<T> data, @Nullable String nextCursor) {}

    private static final class Items<T> implements Iterator<T> {

        private final Function<@Nullable String, Page<T>> fetch;
        private final Queue<T> items = new ArrayDeque<>();
        private @Nullable String cursor;
        private boolean ended;

        Items(Function<@Nullable String, Page<T>> fetch) {
            this.fetch = fetch;
        }

        @Override
        public boolean hasNext() {
            while (items.isEmpty() && !ended) {
                var page = fetch.apply(cursor);
                items.addAll(page.data());
                cursor = page.nextCursor();
                ended = cursor == null;
            }
            return !items.isEmpty();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return items.remove();
        }
    }
}
