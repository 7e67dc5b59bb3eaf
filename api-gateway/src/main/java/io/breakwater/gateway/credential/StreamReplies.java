package io.breakwater.gateway.credential;

import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what XREAD and XINFO answer, in RESP2 (arrays) and RESP3 (maps). */
final class StreamReplies {

    private StreamReplies() {}

    /** One entry of a stream, as far as the feed needs it. */
    record Entry(StreamId id, @Nullable String payload) {}

    /**
     * What a stream says of itself.
     *
     * @param first null when the stream is empty
     */
    record StreamState(StreamId lastGenerated, @Nullable StreamId first) {}

    /** The entries of the one stream that was read; empty when the time was up. */
    static List<Entry> entries(@Nullable Response xread) {
        List<Entry> entries = new ArrayList<>();
        if (xread != null && xread.size() > 0) {
            Response items = xread.isMap()
                    ? xread.get(xread.getKeys().iterator().next())
                    : xread.get(0).get(1);
            for (Response item : items) {
                Response payload = item.get(1).get("payload");
                entries.add(
                        new Entry(StreamId.parse(item.get(0).toString()), payload == null ? null : payload.toString()));
            }
        }
        return entries;
    }

    static StreamState info(Response xinfo) {
        Response first = xinfo.get("first-entry");
        return new StreamState(
                StreamId.parse(xinfo.get("last-generated-id").toString()),
                first == null || first.type() != ResponseType.MULTI
                        ? null
                        : StreamId.parse(first.get(0).toString()));
    }
}
