package io.breakwater.auth.apikey;

import io.breakwater.common.apikey.ApiKey;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds keys for a caller, gives them their plaintext, and shows them. Joins the caller's transaction. */
@ApplicationScoped
class KeyRows {

    private final KeyConfig config;
    private final KeyMetadata metadata;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    KeyRows(KeyConfig config, KeyMetadata metadata, Clock clock) {
        this.config = config;
        this.metadata = metadata;
        this.clock = clock;
    }

    /**
     * The key of that id; another tenant's or environment's is not there.
     *
     * @throws ProblemException {@code NOT_FOUND}
     */
    KeyRow of(Identity caller, UUID id, LockModeType lock) {
        @Nullable KeyRow row = KeyRow.findById(id, lock);
        if (row == null || !row.tenantId.equals(caller.requireTenant()) || row.environment() != caller.environment()) {
            throw ProblemException.of(ErrorCode.NOT_FOUND).internally("no key " + id + " for this caller");
        }
        return row;
    }

    /**
     * As {@link #of}, with the row locked for a change. With it goes the row of a calling key, in the order of their ids, as
     * keys that act on each other and the notes of use would else wait for one another in a circle.
     *
     * @throws ProblemException {@code NOT_FOUND}
     */
    KeyRow lock(Identity caller, UUID id) {
        if (caller.kind() == SubjectKind.KEY && caller.subject().compareTo(id) < 0) {
            KeyRow.findById(caller.subject(), LockModeType.PESSIMISTIC_READ);
        }
        return of(caller, id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** A new plaintext for a key that is being made; the row keeps its hash and what may be shown of it. */
    String mint(KeyRow row) {
        ApiKey key = ApiKey.mint(config.brand(), row.environment(), random);
        row.sha256 = HexFormat.of().parseHex(key.sha256Hex());
        row.prefix = key.prefix();
        row.lastFour = key.lastFour();
        return key.plaintext();
    }

    KeyView view(KeyRow row) {
        return KeyView.from(row, metadata.read(row.metadata), clock.instant());
    }
}
