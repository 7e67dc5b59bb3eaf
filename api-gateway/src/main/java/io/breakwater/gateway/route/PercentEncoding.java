package io.breakwater.gateway.route;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** RFC 3986 percent encoding over UTF-8, strict on both sides. */
final class PercentEncoding {

    private static final String HEX = "0123456789ABCDEF";
    /** RFC 3986 {@code pchar} that is not a letter or digit, and the slash between segments. */
    private static final String SAFE_IN_PATH = "-._~!$&'()*+,;=:@/";

    private PercentEncoding() {}

    /** Null when an escape is cut short, is not hexadecimal, or when the bytes are not UTF-8. */
    static @Nullable String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] != '%') {
                out.put(in[i]);
                continue;
            }
            int high = hexAt(in, i + 1);
            int low = hexAt(in, i + 2);
            if (high < 0 || low < 0) {
                return null;
            }
            out.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(out.flip())
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static int hexAt(byte[] bytes, int index) {
        return index < bytes.length ? Character.digit(bytes[index], 16) : -1;
    }

    private static boolean isSafe(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c >= 0x80 || !(Character.isLetterOrDigit(c) || SAFE_IN_PATH.indexOf(c) >= 0)) {
                return false;
            }
        }
        return true;
    }

    /** Encodes everything but slashes and what may stand in a segment. */
    static String encodePath(String decoded) {
        if (isSafe(decoded)) {
            return decoded;
        }
        StringBuilder encoded = new StringBuilder(decoded.length() + 16);
        for (byte b : decoded.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || SAFE_IN_PATH.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
            }
        }
        return encoded.toString();
    }
}
