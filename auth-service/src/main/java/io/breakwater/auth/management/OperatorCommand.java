package io.breakwater.auth.management;

import io.breakwater.common.identity.ServiceAssertion;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * An operator's command: {@code rotate-signing-keys <management-url> <private-key.pem> [access|internal]
 * [--immediately]}, or {@code list-signing-keys <management-url> <private-key.pem>}. Needs this service's jars and nothing
 * that runs; the private key never leaves the operator. Exits 0 when the service did it, 1 when it refused, 2 when the
 * command is wrong.
 */
public final class OperatorCommand {

    private static final String USAGE = """
            usage: rotate-signing-keys <management-url> <private-key.pem> [access|internal] [--immediately]
                   list-signing-keys <management-url> <private-key.pem>""";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Set<String> OPTIONS = Set.of("access", "internal", "--immediately");

    private OperatorCommand() {}

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(run(List.of(arguments), System.out));
    }

    /** Runs the command; the exit code. */
    static int run(List<String> arguments, PrintStream out) throws IOException, InterruptedException {
        if (arguments.size() < 3 || !OPTIONS.containsAll(arguments.subList(3, arguments.size()))) {
            out.println(USAGE);
            return 2;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .timeout(TIMEOUT)
                .header("Authorization", authorization(Path.of(arguments.get(2))))
                .header("Content-Type", "application/json");
        URI keys = URI.create(arguments.get(1)).resolve("/internal/signing-keys");
        switch (arguments.getFirst()) {
            case "list-signing-keys" -> request.uri(keys).GET();
            case "rotate-signing-keys" ->
                request.uri(URI.create(keys + "/rotate"))
                        .POST(HttpRequest.BodyPublishers.ofString(body(arguments.subList(3, arguments.size()))));
            default -> {
                out.println(USAGE);
                return 2;
            }
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            out.println(answer.body());
            return answer.statusCode() == 200 ? 0 : 1;
        }
    }

    private static String body(List<String> options) {
        String use = options.contains("access") ? "\"access\"" : options.contains("internal") ? "\"internal\"" : "null";
        return "{\"use\":" + use + ",\"immediately\":" + options.contains("--immediately") + "}";
    }

    private static String authorization(Path file) throws IOException {
        String body = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
        try {
            PrivateKey key = KeyFactory.getInstance("EC")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
            return new ServiceAssertion(InternalCaller.OPERATOR.wireName(), "auth-service", key, Clock.systemUTC())
                    .authorization();
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no P-256 private key in PKCS#8 PEM form", e);
        }
    }
}
