package io.breakwater.common.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The two halves of a tenant's data. They never see each other; every owned row, key and counter names one. */
public enum Environment {
    LIVE,
    TEST;

    /** {@code live} or {@code test}: the form in keys, columns, headers and JSON. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException for anything but {@code live} and {@code test}, exactly so spelled
     */
    @JsonCreator
    public static Environment of(String wireName) {
        return switch (wireName) {
            case "live" -> LIVE;
            case "test" -> TEST;
            default -> throw new IllegalArgumentException("environment must be live or test");
        };
    }
}
