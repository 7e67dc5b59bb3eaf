package io.breakwater.gateway.feed;

/** Whether changes are seen as they happen. */
public interface FeedState {

    /** True while the change feed has been read within the last few seconds. Safe from any thread. */
    boolean isReadable();
}
