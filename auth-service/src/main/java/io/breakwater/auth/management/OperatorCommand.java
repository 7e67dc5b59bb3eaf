package io.breakwater.auth.management;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.common.identity.ServiceAssertion;
import io.breakwater.internal.InternalCaller;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.util.KeyUtils;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * What an operator may ask of a running auth-service. Needs this service's jars and nothing that runs; the private key never
 * leaves the operator. Exits 0 when the service did it, 1 when it refused or could not be reached, 2 when the command is
 * wrong.
 */
@Command(
        name = "operator",
        mixinStandardHelpOptions = true,
        description = "Asks auth-service, at its management port, for what operators may do.",
        synopsisSubcommandLabel = "COMMAND")
public final class OperatorCommand {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private OperatorCommand() {}

    /** What the keys sign that are to be rotated. */
    enum Use {
        ACCESS,
        INTERNAL
    }

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new OperatorCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Command(name = "list-signing-keys", description = "Lists the signing keys and the state of each.")
    int list(
            @Parameters(paramLabel = "MANAGEMENT-URL") URI service,
            @Parameters(paramLabel = "PRIVATE-KEY", description = "P-256, PKCS#8 in PEM.") Path privateKey)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(service.resolve("/internal/signing-keys"))
                        .GET(),
                privateKey);
    }

    @Command(
            name = "rotate-signing-keys",
            description = "Has new signing keys take over, after a time in which both verify.")
    int rotate(
            @Parameters(paramLabel = "MANAGEMENT-URL") URI service,
            @Parameters(paramLabel = "PRIVATE-KEY", description = "P-256, PKCS#8 in PEM.") Path privateKey,
            @Parameters(arity = "0..1", paramLabel = "access|internal", description = "Both, when not said.") @Nullable
                    Use use,
            @Option(names = "--immediately", description = "After a leak: the old keys are gone at once.")
                    boolean immediately)
            throws IOException, InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("use", use == null ? null : use.name().toLowerCase(Locale.ROOT));
        body.put("immediately", immediately);
        return send(
                HttpRequest.newBuilder(service.resolve("/internal/signing-keys/rotate"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(new ObjectMapper().writeValueAsString(body))),
                privateKey);
    }

    private int send(HttpRequest.Builder request, Path privateKey) throws IOException, InterruptedException {
        request.timeout(TIMEOUT).header("Authorization", authorization(privateKey));
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            PrintWriter out = spec.commandLine().getOut();
            out.println(answer.body());
            out.flush();
            return answer.statusCode() == 200 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static String authorization(Path file) throws IOException {
        String pem = Files.readString(file);
        try {
            PrivateKey key = KeyUtils.decodePrivateKey(pem, SignatureAlgorithm.ES256);
            return new ServiceAssertion(InternalCaller.OPERATOR.wireName(), "auth-service", key, Clock.systemUTC())
                    .authorization();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " holds no P-256 private key in PKCS#8 PEM form", e);
        }
    }
}
