package io.breakwater.bench.exchange;

import io.breakwater.bench.installation.Installation;
import io.breakwater.bench.process.BenchException;
import io.breakwater.common.apikey.ApiKey;
import io.breakwater.common.identity.Environment;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** Keys of one tenant, put into auth-service's table as it would store them: so many could not be minted one by one. */
final class StoredKeys {

    private static final String INSERT = """
            INSERT INTO auth.api_key (id, tenant_id, environment, kind, name, sha256, prefix, last_four, scopes,
                                      created_by_kind, created_by, created_at, updated_at)
            VALUES (?, ?, 'live', 'secret', 'bench', ?, ?, ?, '{read,write}', 'user', ?, now(), now())
            """;

    private static final String BRAND = "bw";

    private StoredKeys() {}

    /** The plaintexts of as many. */
    static List<String> of(Installation suite, UUID tenant, int count) {
        SecureRandom random = new SecureRandom();
        List<String> plaintexts = new ArrayList<>(count);
        try (Connection connection = suite.database();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < count; i++) {
                ApiKey key = ApiKey.mint(BRAND, Environment.LIVE, random);
                insert.setObject(1, UUID.randomUUID());
                insert.setObject(2, tenant);
                insert.setBytes(3, HexFormat.of().parseHex(key.sha256Hex()));
                insert.setString(4, key.prefix());
                insert.setString(5, key.lastFour());
                insert.setObject(6, tenant);
                insert.addBatch();
                plaintexts.add(key.plaintext());
            }
            insert.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            throw new BenchException("The keys cannot be stored.", e);
        }
        return plaintexts;
    }
}
