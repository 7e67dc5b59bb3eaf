package io.breakwater.gateway.redis;

import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what XREAD, XREVRANGE and XINFO answer, in RESP2 (arrays) and RESP3 (maps). */
public final class StreamReplies {

    private StreamReplies() {}

    /**
     * One entry of a stream in the outbox's form, as far as its readers need it.
     *
     * @param at when what it tells of happened, as it is written; null when it does not say
     */
    public record Entry(
            StreamId id, @Nullable String payload, @Nullable String at) {}

    /**
     * What a stream says of itself.
     *
     * @param first null when the stream is empty
     */
    public record StreamState(
            StreamId lastGenerated, @Nullable StreamId first) {}

    /** The entries of the one stream that was read; empty when the time was up. */
    public static List<Entry> entries(@Nullable Response xread) {
        List<Entry> entries = new ArrayList<>();
        if (xread != null && xread.size() > 0) {
            Response items = xread.isMap()
                    ? xread.get(xread.getKeys().iterator().next())
                    : xread.get(0).get(1);
            for (Response item : items) {
                Response fields = item.get(1);
                entries.add(new Entry(
                        StreamId.parse(item.get(0).toString()), text(fields.get("payload")), text(fields.get("at"))));
            }
        }
        return entries;
    }

    private static @Nullable String text(@Nullable Response value) {
        return value == null ? null : value.toString();
    }

    /** The id of the first of a range of entries; the start when there is none. */
    public static StreamId firstId(@Nullable Response range) {
        return range == null || range.size() == 0
                ? StreamId.START
                : StreamId.parse(range.get(0).get(0).toString());
    }

    public static StreamState info(Response xinfo) {
        Response first = xinfo.get("first-entry");
        return new StreamState(
                StreamId.parse(xinfo.get("last-generated-id").toString()),
                first == null || first.type() != ResponseType.MULTI
                        ? null
                        : StreamId.parse(first.get(0).toString()));
    }
}
