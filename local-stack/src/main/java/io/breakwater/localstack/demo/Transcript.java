package io.breakwater.localstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Writes each request and its answer for people to read, with secrets cut short. */
final class Transcript implements Exchanges {

    private static final Set<String> SECRET_HEADERS = Set.of("authorization", "x-api-key");
    private static final Set<String> SECRET_MEMBERS = Set.of("password", "access_token", "refresh_token", "key");
    private static final List<String> SHOWN_HEADERS =
            List.of("x-request-id", "ratelimit-policy", "ratelimit", "retry-after", "location");
    private static final int SHOWN_CHARACTERS = 12;

    private final Consumer<String> out;

    Transcript(Consumer<String> out) {
        this.out = out;
    }

    /** A line between the exchanges. */
    void title(String title) {
        out.accept("");
        out.accept("== " + title);
    }

    @Override
    public void sending(URI uri, Request request) {
        out.accept("");
        out.accept("> " + request.method() + " " + uri);
        request.headers().forEach((name, value) -> out.accept("> " + name + ": " + shown(name, value)));
        String body = request.body();
        if (body != null) {
            out.accept(body.contains("\n") ? indented(body) : "  " + withoutSecrets(body));
        }
    }

    @Override
    public void answered(Answer answer) {
        out.accept("< " + answer.status());
        for (String name : SHOWN_HEADERS) {
            answer.headers().allValues(name).forEach(value -> out.accept("< " + name + ": " + value));
        }
        JsonNode body = answer.body().deepCopy();
        shorten(body);
        out.accept(indented(body.toPrettyString()));
    }

    private static String shown(String header, String value) {
        return SECRET_HEADERS.contains(header.toLowerCase(Locale.ROOT)) ? cut(value) : value;
    }

    private static String cut(String secret) {
        return secret.length() <= SHOWN_CHARACTERS ? "…" : secret.substring(0, SHOWN_CHARACTERS) + "…";
    }

    private static String withoutSecrets(String body) {
        return body.replaceAll("(\"password\"\\s*:\\s*\")[^\"]*", "$1…");
    }

    private static void shorten(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                if (SECRET_MEMBERS.contains(member.getKey())
                        && member.getValue().isTextual()) {
                    member.setValue(TextNode.valueOf(cut(member.getValue().asText())));
                }
            }
        }
        node.forEach(Transcript::shorten);
    }

    private static String indented(String text) {
        return text.strip().indent(2).stripTrailing();
    }
}
