package io.breakwater.localstack.suite;

import java.nio.file.Path;
import java.util.OptionalLong;

/** How a component is at this moment. */
public record ComponentStatus(String name, State state, OptionalLong pid, String url, Path log) {

    /** What can be said of a component from outside. */
    public enum State {
        READY,
        NOT_READY,
        DIED,
        STOPPED
    }
}
