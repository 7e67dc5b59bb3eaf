package io.breakwater.gateway.docs;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * One file as it is sent.
 *
 * @param tag an entity tag, of the content
 * @param isImmutable whether its path changes with its content
 */
public record Page(String contentType, Buffer plain, Buffer gzipped, String tag, boolean isImmutable) {

    static Page of(String contentType, byte[] content, boolean isImmutable) {
        return new Page(
                contentType,
                Buffer.buffer(content),
                Buffer.buffer(gzip(content)),
                "W/\"" + digest(content) + "\"",
                isImmutable);
    }

    /** For {@code Cache-Control}. */
    public String caching() {
        return isImmutable ? "public, max-age=31536000, immutable" : "no-cache";
    }

    /** The first half of the SHA-256, in hexadecimal. */
    static String digest(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, digest.length / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
