package io.breakwater.bench.peer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.filter.ratelimit.KeyResolver;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Mono;

/** Spring Cloud Gateway with one route and one limit, by key. */
@SpringBootApplication
public class PeerApplication {

    /** Counts requests by their API key; one without a key is refused by the limiter. */
    @Bean
    KeyResolver byKey() {
        return exchange -> Mono.justOrEmpty(exchange.getRequest().getHeaders().getFirst("X-API-Key"));
    }

    public static void main(String[] arguments) {
        SpringApplication.run(PeerApplication.class, arguments);
    }
}
