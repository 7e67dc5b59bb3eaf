package io.breakwater.bench.gateway;

import io.breakwater.bench.process.BenchException;
import io.breakwater.bench.process.ChildProcess;
import io.breakwater.bench.process.Cores;
import io.breakwater.bench.process.Programs;
import io.breakwater.bench.suite.BenchSuite;
import io.breakwater.localstack.store.LocalPorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What all variants share: the upstream, and the suite's stores and auth-service with a key that may do what is asked.
 *
 * @param root the repository's
 * @param work a folder for files and logs of the run
 * @param running null when no variant asks for it
 */
record TestBed(Path root, Path work, Cores cores, @Nullable BenchSuite running, int upstreamPort, ChildProcess upstream)
        implements AutoCloseable {

    /** Where the variants are asked, on whatever port. */
    static final String PATH = "/bench/orders/42";

    /** The flags of every JVM on the measured core: a small fixed heap and the collector for a single core. */
    static final List<String> JVM = List.of(
            "-Xms256m",
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /** A key for those who only look it up. */
    private static final String ANY_KEY = "bw_live_0123456789abcdef0123456789abcdef";

    /** Starts the upstream. */
    static TestBed prepare(Path root, Path work, Cores cores, @Nullable BenchSuite suite) {
        int port = LocalPorts.free();
        List<String> command = jvm(UpstreamMain.class, Integer.toString(port));
        var upstream = ChildProcess.start("upstream", cores.others(command), Map.of(), work.resolve("upstream.log"))
                .awaitReady(url(port, PATH));
        return new TestBed(root, work, cores, suite, port, upstream);
    }

    /** A class of this module in a JVM of its own, with the flags of what is measured. */
    static List<String> jvm(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Programs.java()));
        command.addAll(JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    static URI url(int port, String path) {
        return URI.create("http://" + LocalPorts.HOST + ":" + port + path);
    }

    String upstreamUrl() {
        return url(upstreamPort, "").toString();
    }

    BenchSuite suite() {
        return Objects.requireNonNull(running, "a suite");
    }

    /** The key of each request. */
    String apiKey() {
        return running == null ? ANY_KEY : running.summary().demo().apiKey();
    }

    /** What each request carries. */
    Map<String, String> key() {
        return Map.of("X-API-Key", apiKey());
    }

    /** A file of the run. */
    Path write(String name, String content) {
        Path file = work.resolve(name);
        try {
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new BenchException(file + " cannot be written.", e);
        }
    }

    @Override
    public void close() {
        upstream.close();
    }
}
