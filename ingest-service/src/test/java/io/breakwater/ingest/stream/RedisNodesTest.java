package io.breakwater.ingest.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.common.process.EventLoops;
import io.vertx.redis.client.RedisOptions;
import org.junit.jupiter.api.Test;

class RedisNodesTest {

    @Test
    @SuppressWarnings("NullAway") // The Vert.x instance is asked for with the first question.
    void thePoolHasWhatEventLoopsHoldBesidesWhatIsConfigured() {
        var options = new RedisOptions().setMaxPoolSize(16);

        new RedisNodes(null).customize("<default>", options);

        assertThat(EventLoops.count()).isPositive();
        assertThat(options.getMaxPoolSize()).isEqualTo(16 + 2 * EventLoops.count());
    }
}
