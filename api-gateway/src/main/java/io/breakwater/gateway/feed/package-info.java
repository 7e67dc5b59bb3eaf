/**
 * The change feed: what auth-service says is no longer so, read from one Redis stream from the last id that was read.
 *
 * <p><b>Threading.</b> One event loop and a Redis connection of its own; {@link
 * io.breakwater.gateway.feed.FeedState#isReadable} may be asked from any thread.
 *
 * <p><b>Failure.</b> A gap, a lost stream and an entry that cannot be read are all told as "everything". A read that does
 * not return in time ends the connection, and the feed says that it is unreadable until the next one is checked.
 */
@NullMarked
package io.breakwater.gateway.feed;

import org.jspecify.annotations.NullMarked;
