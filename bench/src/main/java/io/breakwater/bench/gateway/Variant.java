package io.breakwater.bench.gateway;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is measured, in the order of the table. */
enum Variant {
    /** The upstream without anything before it. */
    DIRECT("upstream direct"),
    /** nginx as a proxy that looks keys up in a map, counts requests and writes an access log. */
    NGINX("nginx"),
    /** {@link BareProxyMain}. */
    BARE("bare proxy"),
    /** Our gateway, each policy leased. */
    LEASED("Breakwater, leased"),
    /** Our gateway, one question to Redis per request. */
    STRICT("Breakwater, strict"),
    /** Spring Cloud Gateway with its Redis limiter. */
    SPRING("Spring Cloud Gateway");

    private final String title;

    Variant(String title) {
        this.title = title;
    }

    /** As the table names it. */
    String title() {
        return title;
    }

    /** As the command line names it. */
    String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it asks the suite's Redis or auth-service. */
    boolean needsSuite() {
        return switch (this) {
            case DIRECT, NGINX, BARE -> false;
            case LEASED, STRICT, SPRING -> true;
        };
    }

    static Variant of(String option) {
        return Arrays.stream(values())
                .filter(variant -> variant.option().equals(option))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(option + " is none of "
                        + Arrays.stream(values()).map(Variant::option).collect(Collectors.joining(", "))));
    }
}
