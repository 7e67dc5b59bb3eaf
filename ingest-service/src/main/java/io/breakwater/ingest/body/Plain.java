package io.breakwater.ingest.body;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as it was before its {@code Content-Encoding}. A compressed body is expanded only as far as the limits
 * allow, so that a small one cannot become large in memory.
 */
public final class Plain {

    /** How many times its size a compressed body may expand to, beyond {@link #FREE_BYTES}. */
    static final int MAX_RATIO = 100;

    /** What a compressed body may always expand to. */
    static final int FREE_BYTES = 64 * 1024;

    private static final int CHUNK = 8 * 1024;

    private Plain() {}

    /**
     * @param encoding {@code Content-Encoding}: {@code gzip}, {@code identity} or none
     * @param maxBytes the most that the expanded body may have
     * @throws ProblemException {@code PAYLOAD_TOO_LARGE} beyond {@code maxBytes} or when it expands suspiciously; {@code
     *     UNSUPPORTED_MEDIA_TYPE} for another encoding; {@code INVALID_REQUEST} when it is not what it says
     */
    public static byte[] of(byte[] sent, @Nullable String encoding, int maxBytes) {
        return switch (encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> {
                if (sent.length > maxBytes) {
                    throw ProblemException.of(ErrorCode.PAYLOAD_TOO_LARGE);
                }
                yield sent;
            }
            case "gzip", "x-gzip" -> expanded(sent, maxBytes);
            default ->
                throw ProblemException.of(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The content encoding is not supported; send gzip or none");
        };
    }

    private static byte[] expanded(byte[] sent, int maxBytes) {
        long most = Math.min(maxBytes, Math.max(FREE_BYTES, (long) sent.length * MAX_RATIO));
        ByteArrayOutputStream plain = new ByteArrayOutputStream(CHUNK);
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(sent), CHUNK)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = gzip.read(chunk); read >= 0; read = gzip.read(chunk)) {
                if (plain.size() + (long) read > most) {
                    throw ProblemException.of(ErrorCode.PAYLOAD_TOO_LARGE)
                            .internally(sent.length + " bytes of gzip expand to more than " + most);
                }
                plain.write(chunk, 0, read);
            }
        } catch (IOException e) {
            throw ProblemException.of(ErrorCode.INVALID_REQUEST, "The request body is not valid gzip")
                    .causedBy(e);
        }
        return plain.toByteArray();
    }
}
