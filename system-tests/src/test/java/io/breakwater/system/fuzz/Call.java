package io.breakwater.system.fuzz;

import java.util.List;

/**
 * One request.
 *
 * @param target path and query, encoded
 * @param headers names and values in turn
 * @param body a character of ISO 8859-1 for each byte; null for none
 * @param mustFail whether its credential may not do this
 */
record Call(
        Operation operation,
        Kind kind,
        Standing standing,
        String method,
        String target,
        List<String> headers,
        String body,
        boolean mustFail) {

    private static final int SHOWN = 400;

    /** Whether method, path and type of the body are the document's. */
    boolean isOfDocument() {
        return kind != Kind.ODD;
    }

    boolean hasHeader(String name, String value) {
        int at = headers.indexOf(name);
        return at >= 0 && headers.get(at + 1).equals(value);
    }

    /** Of the body, in bytes. */
    int size() {
        return body == null ? 0 : body.length();
    }

    /** For whoever looks into a fault; without long credentials. */
    String describe() {
        return kind + " " + standing + ": " + method + " " + target + " "
                + headers.stream().filter(value -> !value.contains("ey")).toList() + " " + beginning();
    }

    private String beginning() {
        if (body == null) {
            return "";
        }
        return size() > SHOWN ? body.substring(0, SHOWN) + "… (" + size() + " bytes)" : body;
    }
}
