package io.breakwater.localstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.localstack.suite.SuiteException;
import java.net.http.HttpHeaders;

/** What the gateway answered to a request. */
record Answer(String request, int status, HttpHeaders headers, JsonNode body) {

    /** This answer, if it has the status. */
    Answer expect(int expected) {
        if (status != expected) {
            throw new SuiteException(request + " was answered with " + status + ", not " + expected + ": " + body);
        }
        return this;
    }

    /** A text or number of the body, by its path such as {@code /tenant/id}. */
    String text(String pointer) {
        String text = body.at(pointer).asText("");
        if (text.isEmpty()) {
            throw new SuiteException(request + " was answered without " + pointer + ": " + body);
        }
        return text;
    }
}
