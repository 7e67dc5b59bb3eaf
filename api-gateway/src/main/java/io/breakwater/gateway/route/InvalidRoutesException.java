package io.breakwater.gateway.route;

import java.util.List;

/** A table that was refused, with every mistake that was found in it. */
public final class InvalidRoutesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> mistakes;

    InvalidRoutesException(List<String> mistakes) {
        super("The route table has " + mistakes.size() + " mistake(s):\n - " + String.join("\n - ", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    public List<String> mistakes() {
        return mistakes;
    }
}
