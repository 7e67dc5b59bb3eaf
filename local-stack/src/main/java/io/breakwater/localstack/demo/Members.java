package io.breakwater.localstack.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/** Members of a JSON object in the order in which people read them. */
final class Members {

    private Members() {}

    static Map<String, Object> of(Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }
}
