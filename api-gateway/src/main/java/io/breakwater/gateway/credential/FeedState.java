package io.breakwater.gateway.credential;

/** Whether changes are seen as they happen. */
interface FeedState {

    /** True while the change feed has been read within the last few seconds. Safe from any thread. */
    boolean isReadable();
}
