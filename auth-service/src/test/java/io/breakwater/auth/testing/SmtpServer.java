package io.breakwater.auth.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** As much of an SMTP server (RFC 5321) as it takes to see what a client sends. Refuses recipients at {@code full.example}. */
public final class SmtpServer implements QuarkusTestResourceLifecycleManager {

    private static final List<String> MAILS = new CopyOnWriteArrayList<>();

    private final ServerSocket socket = open();

    /** What came in: envelope lines and text, one string a mail. */
    public static List<String> mails() {
        return List.copyOf(MAILS);
    }

    private static ServerSocket open() {
        try {
            return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> start() {
        Thread.ofVirtual().start(this::accept);
        return Map.of(
                "quarkus.mailer.host", "127.0.0.1", "quarkus.mailer.port", Integer.toString(socket.getLocalPort()));
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void serve(Socket client) {
        try (client;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                Writer out = new java.io.OutputStreamWriter(client.getOutputStream(), StandardCharsets.US_ASCII)) {
            say(out, "220 test");
            StringBuilder mail = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String verb = line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
                switch (verb) {
                    case "MAIL" -> say(out, "250 ok");
                    case "RCPT" -> {
                        mail.append(line).append('\n');
                        say(out, line.contains("@full.example") ? "452 mailbox full" : "250 ok");
                    }
                    case "DATA" -> {
                        say(out, "354 go on");
                        for (String text = in.readLine(); text != null && !text.equals("."); text = in.readLine()) {
                            mail.append(text).append('\n');
                        }
                        MAILS.add(mail.toString());
                        mail.setLength(0);
                        say(out, "250 ok");
                    }
                    case "QUIT" -> {
                        say(out, "221 bye");
                        return;
                    }
                    default -> say(out, "250 ok");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(Writer out, String line) throws IOException {
        out.write(line + "\r\n");
        out.flush();
    }

    @Override
    public void stop() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
