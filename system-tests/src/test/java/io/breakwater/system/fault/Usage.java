package io.breakwater.system.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.scenario.Api;
import io.breakwater.system.scenario.Suite;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import redis.clients.jedis.Jedis;

/** What the gateways have counted, as their consumers find it in Redis. */
final class Usage {

    private Usage() {}

    /** The requests of a key that are counted, each entry of the stream once. */
    static long of(Suite suite, String keyId) throws JsonProcessingException {
        Set<String> seen = new HashSet<>();
        long count = 0;
        try (Jedis redis = new Jedis(URI.create(suite.stack().at("/redis/url").asText()))) {
            for (var entry : redis.xrange("gateway:usage", "-", "+")) {
                if (seen.add(entry.getFields().get("id"))) {
                    for (JsonNode row :
                            Api.JSON.readTree(entry.getFields().get("payload")).path("rows")) {
                        count += row.path("key").asText().equals(keyId)
                                ? row.path("count").asLong()
                                : 0;
                    }
                }
            }
        }
        return count;
    }
}
