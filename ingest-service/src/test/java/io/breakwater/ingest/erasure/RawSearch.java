package io.breakwater.ingest.erasure;

import io.breakwater.localstack.testing.StoresTestResource;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks for a text everywhere: in every row of every table, every key of Redis and every file that Redis keeps. */
@ApplicationScoped
public class RawSearch {

    private static final Duration WAIT = Duration.ofSeconds(5);

    private final Redis redis;

    RawSearch(Redis redis) {
        this.redis = redis;
    }

    /** Has Redis write its files and dumps in clear from now on; to be called before what is looked for is written. */
    void preventCompression() {
        send(Request.cmd(Command.CONFIG).arg("SET").arg("rdbcompression").arg("no"));
    }

    /** Where it is. */
    List<String> places(String text) throws SQLException, IOException {
        List<String> places = new ArrayList<>(tables(text));
        places.addAll(keys(text));
        places.addAll(files(text));
        return places;
    }

    private static List<String> tables(String text) throws SQLException {
        var stores = StoresTestResource.stores();
        var access = stores.access("ingest");
        List<String> places = new ArrayList<>();
        try (var connection = DriverManager.getConnection(stores.jdbcUrl(), access.owner(), access.ownerPassword());
                var names = connection.createStatement();
                ResultSet tables = names.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'ingest'")) {
            while (tables.next()) {
                String table = tables.getString(1);
                try (var select = connection.prepareStatement(
                        "SELECT t::text FROM ingest." + table + " t WHERE position(? IN t::text) > 0")) {
                    select.setString(1, text);
                    try (ResultSet rows = select.executeQuery()) {
                        while (rows.next()) {
                            places.add(table + ": " + rows.getString(1));
                        }
                    }
                }
            }
        }
        return places;
    }

    private List<String> keys(String text) {
        List<String> places = new ArrayList<>();
        for (Response key : send(Request.cmd(Command.KEYS).arg("*"))) {
            Request read = switch (send(Request.cmd(Command.TYPE).arg(key.toString()))
                    .toString()) {
                case "stream" ->
                    Request.cmd(Command.XRANGE).arg(key.toString()).arg("-").arg("+");
                case "hash" -> Request.cmd(Command.HGETALL).arg(key.toString());
                case "set" -> Request.cmd(Command.SMEMBERS).arg(key.toString());
                default -> Request.cmd(Command.GET).arg(key.toString());
            };
            String value = key + ": " + send(read);
            if (value.contains(text)) {
                places.add(value);
            }
            // What is deleted and not yet dropped is shown by this only.
            byte[] dump = send(Request.cmd(Command.DUMP).arg(key.toString())).toBytes();
            if (new String(dump, StandardCharsets.ISO_8859_1).contains(text)) {
                places.add("dump of " + key);
            }
        }
        return places;
    }

    private List<String> files(String text) throws IOException {
        Path folder = Path.of(send(Request.cmd(Command.CONFIG).arg("GET").arg("dir"))
                .get("dir")
                .toString());
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, text))
                    .map(Path::toString)
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            // A file that Redis has just deleted holds nothing.
            return Files.exists(file);
        }
    }

    private Response send(Request request) {
        return redis.send(request).await().atMost(WAIT);
    }
}
