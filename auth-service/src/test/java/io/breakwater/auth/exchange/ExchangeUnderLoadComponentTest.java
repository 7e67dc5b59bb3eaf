package io.breakwater.auth.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.auth.password.PasswordHasher;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Service;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class ExchangeUnderLoadComponentTest {

    private static final Logger LOG = Logger.getLogger(ExchangeUnderLoadComponentTest.class);

    private final CredentialExchange exchange;
    private final PasswordHasher hasher;

    ExchangeUnderLoadComponentTest(CredentialExchange exchange, PasswordHasher hasher) {
        this.exchange = exchange;
        this.hasher = hasher;
    }

    @Test
    void loginsThatSaturateTheHasherDoNotHoldExchangesUp() {
        String key = Service.mintedKey(Service.register(), Map.of("name", "k"));
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger hashed = new AtomicInteger();
        Duration p95;
        try (ExecutorService logins = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 16)
                    .forEach(i -> logins.execute(() -> {
                        while (!over.get()) {
                            hasher.hash("a password");
                            hashed.incrementAndGet();
                        }
                    }));
            p95 = p95OfExchanges(key);
            over.set(true);
        }

        LOG.infof("95 %% of exchanges took less than %s ms beside a saturated hasher", p95.toMillis());
        assertThat(hashed).as("hashes made meanwhile").hasPositiveValue();
        assertThat(p95).isLessThan(Duration.ofMillis(500));
    }

    private Duration p95OfExchanges(String key) {
        ExchangeRequest request = new ExchangeRequest(key, null, null, "203.0.113.7", null);
        long[] nanos = IntStream.range(0, 400)
                .mapToLong(i -> {
                    long begun = System.nanoTime();
                    exchange.exchange(request);
                    return System.nanoTime() - begun;
                })
                .sorted()
                .toArray();
        return Duration.ofNanos(nanos[nanos.length * 95 / 100]);
    }
}
