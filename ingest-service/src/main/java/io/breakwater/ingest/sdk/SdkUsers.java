package io.breakwater.ingest.sdk;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.sql.Transactions;
import io.breakwater.ingest.tombstone.Tombstones;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** Whom SDKs have identified. Blocks; thread-safe. */
@ApplicationScoped
class SdkUsers {

    /**
     * Parameters: tenant, environment, user, a new id, role, traits, now, now. Traits that are not named stay, and so does
     * the role.
     */
    private static final String UPSERT = """
            INSERT INTO sdk_user AS known
                (tenant_id, environment, user_id, id, role, traits, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?::jsonb, ?, ?)
            ON CONFLICT (tenant_id, environment, user_id) DO UPDATE
            SET role = coalesce(excluded.role, known.role),
                traits = known.traits || excluded.traits,
                updated_at = excluded.updated_at
            RETURNING id
            """;

    private final Transactions transactions;
    private final Clock clock;

    SdkUsers(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Takes note of a user.
     *
     * @return the user's id, the same each time
     * @throws ProblemException {@code DATABASE_UNAVAILABLE}
     */
    UUID identify(Identity sender, SdkBodies.Identify user) {
        UUID tenant = sender.requireTenant();
        return transactions.answer(connection -> {
            Tombstones.enter(connection);
            OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
            try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
                upsert.setObject(1, tenant);
                upsert.setString(2, sender.environment().wireName());
                upsert.setString(3, user.userId());
                upsert.setObject(4, UuidCreator.getTimeOrderedEpoch());
                upsert.setString(5, user.role());
                upsert.setString(6, user.traits());
                upsert.setObject(7, now);
                upsert.setObject(8, now);
                try (ResultSet row = upsert.executeQuery()) {
                    row.next();
                    return row.getObject(1, UUID.class);
                }
            }
        });
    }
}
