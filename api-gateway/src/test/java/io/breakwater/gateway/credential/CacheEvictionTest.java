package io.breakwater.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.feed.Change;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a change makes the cache forget. */
class CacheEvictionTest extends CacheAtHand {

    @Test
    void changesEvictWhatTheyCoverAndNothingElse() {
        for (Change change : List.of(
                new Change("key", "key-1", null),
                new Change("tenant", "tenant-1", null),
                Change.ALL,
                new Change("galaxy", "unknown kinds clear all", null))) {
            fill();
            cache.evict(List.of(
                    new Change("key", "other", null),
                    new Change("user", "key-1", null),
                    new Change("session", "x", null)));
            assertThat(cached()).isInstanceOf(ExchangeOutcome.Granted.class);

            cache.evict(List.of(new Change("session", "y", null), change));
            assertThat(cache.resolve(REQUEST).isComplete()).as("%s", change).isFalse();
            answer(AWAY);
        }
    }

    @Test
    void anExchangeBegunBeforeAnEvictionIsUsedOnceAndNotKept() {
        Future<ExchangeOutcome> early = cache.resolve(REQUEST);
        cache.evict(List.of(new Change("key", "key-1", null)));
        Future<ExchangeOutcome> late = cache.resolve(REQUEST);
        assertThat(exchanges).as("the later one does not join the earlier").hasSize(2);

        answer(granted("before"));
        assertThat(early.result()).isEqualTo(granted("before"));
        assertThat(late.isComplete()).isFalse();
        answer(REFUSED);

        assertThat(late.result()).isEqualTo(REFUSED);
        assertThat(cached()).isEqualTo(REFUSED);
    }

    @Test
    void aRevocationDuringAnOutageIsNotServedStale() {
        fill();
        clock.pass(20);
        Future<ExchangeOutcome> waiting = cache.resolve(REQUEST);
        cache.evict(List.of(new Change("key", "key-1", null)));
        answer(AWAY);

        assertThat(waiting.result()).isEqualTo(AWAY);
    }
}
