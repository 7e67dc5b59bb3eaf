package io.breakwater.system.fault;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One HTTP/1.1 connection that is used again and again, with bare hands: HTTP clients repeat by themselves what a connection
 * lost, and so hide what is counted here.
 */
final class KeptConnection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 15_000;
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *([0-9]+)\r\n");

    private final Socket socket = new Socket();
    private final InputStream in;
    private boolean last;

    KeptConnection(URI server) throws IOException {
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * One answer.
     *
     * @param head with its status line, in lower case
     */
    record Answer(int status, String head, String body) {

        boolean has(String header) {
            return head.contains("\r\n" + header.toLowerCase(Locale.ROOT));
        }
    }

    Answer get(String path, String... headers) throws IOException {
        send("GET " + path + " HTTP/1.1\r\nHost: gateway\r\n" + lines(headers) + "\r\n");
        return receive();
    }

    private static String lines(String... headers) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            lines.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        return lines.toString();
    }

    void send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads an answer that says its length. */
    Answer receive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int newlines = 0;
        while (newlines < 2) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("closed after " + bytes.size() + " bytes of a head");
            }
            bytes.write(next);
            newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
        }
        String head = bytes.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        Matcher length = LENGTH.matcher(head);
        if (!length.find()) {
            throw new IOException("an answer without a length: " + head);
        }
        byte[] body = in.readNBytes(Integer.parseInt(length.group(1)));
        if (body.length < Integer.parseInt(length.group(1))) {
            throw new EOFException("closed in the middle of a body");
        }
        last = head.contains("\r\nconnection: close\r\n");
        return new Answer(Integer.parseInt(head.substring(9, 12)), head, new String(body, StandardCharsets.UTF_8));
    }

    /** Whether the last answer said that there will be no other. */
    boolean isLast() {
        return last;
    }

    /** Reads until the end of a chunked body; false when the server closed before. */
    boolean readToLastChunk() throws IOException {
        StringBuilder tail = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            tail.append((char) next);
            if (tail.length() > LAST_CHUNK.length()) {
                tail.deleteCharAt(0);
            }
            if (LAST_CHUNK.contentEquals(tail)) {
                return true;
            }
        }
        return false;
    }

    /** Waits for the next byte; -1 when the server has closed. */
    int read() throws IOException {
        return in.read();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
