package io.breakwater.auth.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.auth.sql.Sql;
import io.breakwater.internal.Lines;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tells what is held of a tenant, 500 rows at a time. */
@ApplicationScoped
class TenantExport {

    private static final int PAGE = 500;
    private static final UUID FIRST = new UUID(0, 0);

    /** A kind of record and where it comes from: rows of id and JSON after an id, in its order. */
    private record Source(String kind, String sql) {}

    /** Each has the parameters tenant, id of the row before, and how many. */
    private static final List<Source> SOURCES = List.of(
            new Source("tenant", """
                    SELECT id, to_jsonb(t) AS data FROM tenant t WHERE id = ? AND id > ? ORDER BY id LIMIT ?
                    """),
            new Source("team", """
                    SELECT id, to_jsonb(t) - 'tenant_id' || jsonb_build_object('members',
                           coalesce((SELECT jsonb_agg(user_id ORDER BY user_id) FROM team_member WHERE team_id = t.id),
                                    '[]')) AS data
                    FROM team t WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?
                    """),
            new Source("user", """
                    SELECT u.id, jsonb_build_object('id', u.id, 'email', u.email, 'name', u.name, 'created_at', u.created_at,
                           'email_verified_at', u.email_verified_at) AS data
                    FROM membership m JOIN app_user u ON u.id = m.user_id
                    WHERE m.tenant_id = ? AND u.id > ? ORDER BY u.id LIMIT ?
                    """),
            new Source("membership", """
                    SELECT user_id AS id, to_jsonb(m) - 'tenant_id' AS data FROM membership m
                    WHERE tenant_id = ? AND user_id > ? ORDER BY user_id LIMIT ?
                    """),
            new Source("invitation", """
                    SELECT id, to_jsonb(i) - '{tenant_id,email_key,sha256}'::text[] AS data FROM invitation i
                    WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?
                    """),
            new Source("api_key", """
                    SELECT id, to_jsonb(k) - '{tenant_id,sha256,expiry_notice_days}'::text[] || jsonb_build_object('used_by',
                           coalesce((SELECT jsonb_agg(to_jsonb(u) - 'key_id' ORDER BY ip) FROM api_key_usage u
                                     WHERE u.key_id = k.id), '[]')) AS data
                    FROM api_key k WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?
                    """),
            new Source("session", """
                    SELECT id, to_jsonb(s) - '{tenant_id,platform_admin_id,realm}'::text[] AS data FROM session s
                    WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?
                    """));

    private final Sql sql;
    private final ObjectMapper json;

    TenantExport(Sql sql, ObjectMapper json) {
        this.sql = sql;
        this.json = json;
    }

    private record Line(UUID id, String data) {}

    /** Writes a line per record, and last how many there were of each kind. */
    void tell(UUID tenant, Lines lines) {
        Map<String, Long> counts = new LinkedHashMap<>();
        SOURCES.forEach(source -> counts.put(source.kind(), tell(source, tenant, lines)));
        lines.write(Map.of("kind", "end", "counts", counts));
    }

    private long tell(Source source, UUID tenant, Lines lines) {
        long count = 0;
        UUID after = FIRST;
        List<Line> page;
        do {
            UUID last = after;
            page = QuarkusTransaction.requiringNew().call(() -> page(source, tenant, last));
            for (Line line : page) {
                lines.write(Map.of("kind", source.kind(), "data", read(line.data())));
                after = line.id();
                count++;
            }
        } while (page.size() == PAGE);
        return count;
    }

    /** Times are told in UTC, as everywhere. */
    private List<Line> page(Source source, UUID tenant, UUID after) {
        sql.list("SELECT set_config('TimeZone', 'UTC', true)", row -> "");
        return sql.list(source.sql(), row -> new Line(row.uuid("id"), row.text("data")), tenant, after, PAGE);
    }

    private JsonNode read(String data) {
        try {
            return json.readTree(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL answered what is no JSON", e);
        }
    }
}
