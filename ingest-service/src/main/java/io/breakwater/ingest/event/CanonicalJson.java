package io.breakwater.ingest.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.erdtman.jcs.NumberToJSON;

/**
 * Writes JSON in the canonical form of RFC 8785 in one pass over the parser's tokens. A number that a double does not hold is
 * written as {@link PayloadHash} says. Confined to one thread.
 */
final class CanonicalJson {

    /** So many significant digits survive the way to the nearest double and back, whatever they are. */
    private static final int SAFE_DIGITS = 15;

    /** ECMAScript writes what is smaller with an exponent. */
    private static final int MOST_ZEROS_AFTER_POINT = 5;

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder text;

    CanonicalJson(StringBuilder text) {
        this.text = text;
    }

    /** Writes the value that the parser stands at, and leaves the parser at its end. */
    void write(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> string(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            case VALUE_TRUE -> text.append("true");
            case VALUE_FALSE -> text.append("false");
            case VALUE_NULL -> text.append("null");
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalArgumentException("not the beginning of a value");
        }
    }

    /** The order of RFC 8785 is that of UTF-16 code units, as is Java's. */
    private void object(JsonParser parser) throws IOException {
        Map<String, String> members = new TreeMap<>();
        int begin = text.length();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            write(parser);
            if (members.put(name, text.substring(begin)) != null) {
                throw new IllegalArgumentException("a name repeats inside an object");
            }
            text.setLength(begin);
        }
        char separator = '{';
        for (Map.Entry<String, String> member : members.entrySet()) {
            text.append(separator);
            string(member.getKey());
            text.append(':').append(member.getValue());
            separator = ',';
        }
        text.append(members.isEmpty() ? "{}" : "}");
    }

    private void array(JsonParser parser) throws IOException {
        text.append('[');
        boolean first = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!first) {
                text.append(',');
            }
            first = false;
            write(parser);
        }
        text.append(']');
    }

    void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 0xF]);
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private void number(String number) throws IOException {
        if (isCanonical(number)) {
            text.append(number);
            return;
        }
        BigDecimal exact = new BigDecimal(number);
        double nearest = exact.doubleValue();
        if (Double.isFinite(nearest) && new BigDecimal(Double.toString(nearest)).compareTo(exact) == 0) {
            text.append(NumberToJSON.serializeNumber(nearest));
        } else {
            BigDecimal plain = exact.stripTrailingZeros();
            string(PayloadHash.EXACT + plain.unscaledValue() + "e" + -plain.scale());
        }
    }

    /**
     * Whether a JSON number is surely its own canonical form: plain, with few enough digits to be the shortest text of its
     * double (any shorter one would be another double), and with none too many. Never true for what is only perhaps.
     */
    static boolean isCanonical(String number) {
        int begin = number.charAt(0) == '-' ? 1 : 0;
        int point = number.indexOf('.');
        int digits = number.length() - begin - (point < 0 ? 0 : 1);
        if (digits > SAFE_DIGITS || !isPlain(number, begin)) {
            return false;
        }
        if (point < 0) {
            return number.charAt(begin) != '0' || number.equals("0");
        }
        return number.charAt(number.length() - 1) != '0'
                && !number.startsWith("0".repeat(MOST_ZEROS_AFTER_POINT + 1), point + 1);
    }

    private static boolean isPlain(String number, int begin) {
        for (int i = begin; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }
}
