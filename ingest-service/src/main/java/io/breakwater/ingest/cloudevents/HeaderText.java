package io.breakwater.ingest.cloudevents;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Attributes in headers: UTF-8 in percent encoding, as the HTTP binding of CloudEvents 1.0 has it (3.1.3.2). */
final class HeaderText {

    private HeaderText() {}

    /**
     * @throws ProblemException {@code INVALID_REQUEST} when what is decoded is not UTF-8 or holds U+0000
     */
    static String decode(String header) {
        if (header.indexOf('%') < 0) {
            return header;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(header.length());
        for (int i = 0; i < header.length(); i++) {
            if (isEncoded(header, i)) {
                bytes.write(HexFormat.fromHexDigits(header, i + 1, i + 3));
                i += 2;
            } else {
                bytes.writeBytes(header.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw unreadable();
            }
            return text;
        } catch (CharacterCodingException e) {
            throw unreadable().causedBy(e);
        }
    }

    /** A percent sign that no two digits follow stands for itself. */
    private static boolean isEncoded(String header, int at) {
        return header.charAt(at) == '%'
                && at + 2 < header.length()
                && HexFormat.isHexDigit(header.charAt(at + 1))
                && HexFormat.isHexDigit(header.charAt(at + 2));
    }

    private static ProblemException unreadable() {
        return ProblemException.of(ErrorCode.INVALID_REQUEST, "A CloudEvents header is not UTF-8 in percent encoding");
    }
}
