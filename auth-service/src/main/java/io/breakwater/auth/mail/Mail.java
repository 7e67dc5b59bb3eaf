package io.breakwater.auth.mail;

import java.util.Map;

/**
 * A mail to be sent.
 *
 * @param to the address, as its owner writes it
 * @param template the name of a file of {@code resources/mail}, without {@code .txt}
 * @param fields what the template's {@code {name}} stand for; may hold tokens
 */
public record Mail(String to, String template, Map<String, String> fields) {

    public Mail {
        fields = Map.copyOf(fields);
    }

    /** Without address and fields. */
    @Override
    public String toString() {
        return "Mail[" + template + "]";
    }
}
