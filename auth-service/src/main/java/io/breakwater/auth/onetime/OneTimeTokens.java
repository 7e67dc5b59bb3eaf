package io.breakwater.auth.onetime;

import io.breakwater.auth.user.EmailAddress;
import io.breakwater.auth.user.Users;
import io.breakwater.common.apikey.Sha256;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes and redeems the tokens that go out by mail. Joins the caller's transaction, and locks the user in it before any of
 * their tokens: a token that comes back may void others and change the user.
 */
@ApplicationScoped
@Transactional
public class OneTimeTokens {

    private static final int TOKEN_BYTES = 32;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final Duration KEEP = Duration.ofDays(30);

    private final Users users;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    OneTimeTokens(Users users, Clock clock) {
        this.users = users;
        this.clock = clock;
    }

    /** What a token is good for. A token of one purpose does nothing for another. */
    public enum Purpose {
        VERIFY_EMAIL,
        CHANGE_EMAIL,
        RESET_PASSWORD;

        private String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Makes a token; the ones of the same user and purpose made before are void. */
    public String make(Purpose purpose, UUID user, EmailAddress address, Duration life) {
        revoke(purpose, user);
        byte[] secret = new byte[TOKEN_BYTES];
        random.nextBytes(secret);
        String token = BASE64.encodeToString(secret);
        Instant now = clock.instant();
        OneTimeTokenRow row = new OneTimeTokenRow();
        row.sha256 = hash(token);
        row.purpose = purpose.stored();
        row.userId = user;
        row.emailKey = address.key();
        row.email = address.display();
        row.createdAt = now;
        row.expiresAt = now.plus(life);
        row.persist();
        return token;
    }

    /** Makes all tokens of a user and purpose void. */
    public void revoke(Purpose purpose, UUID user) {
        users.lock(user);
        OneTimeTokenRow.delete("userId = ?1 and purpose = ?2 and usedAt is null", user, purpose.stored());
    }

    /** The address that the user's living token of a purpose was mailed to, as they write it; empty when there is none. */
    public Optional<String> address(Purpose purpose, UUID user) {
        return OneTimeTokenRow.<OneTimeTokenRow>find(
                        "userId = ?1 and purpose = ?2 and usedAt is null and expiresAt > ?3 order by createdAt desc",
                        user,
                        purpose.stored(),
                        clock.instant())
                .firstResultOptional()
                .map(row -> row.email);
    }

    /** Whose token it is, without using it up; empty when it is good for nothing. */
    public Optional<Redeemed> find(Purpose purpose, String token) {
        return Optional.ofNullable(live(purpose, token, LockModeType.NONE)).map(OneTimeTokens::redeemed);
    }

    /** Uses a token up; empty when it is unknown, used, expired or for another purpose. Of two at once, one gets it. */
    public Optional<Redeemed> redeem(Purpose purpose, String token) {
        userOf(token).ifPresent(users::lock);
        OneTimeTokenRow row = live(purpose, token, LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            return Optional.empty();
        }
        row.usedAt = clock.instant();
        return Optional.of(redeemed(row));
    }

    /** Without reading the row itself, which may change until it is locked. */
    private static Optional<UUID> userOf(String token) {
        return OneTimeTokenRow.getEntityManager()
                .createQuery("select userId from OneTimeTokenRow where sha256 = ?1", UUID.class)
                .setParameter(1, hash(token))
                .getResultStream()
                .findFirst();
    }

    private @Nullable OneTimeTokenRow live(Purpose purpose, String token, LockModeType lock) {
        @Nullable OneTimeTokenRow row = OneTimeTokenRow.findById(hash(token), lock);
        boolean live = row != null
                && row.usedAt == null
                && row.purpose.equals(purpose.stored())
                && clock.instant().isBefore(row.expiresAt);
        return live ? row : null;
    }

    private static Redeemed redeemed(OneTimeTokenRow row) {
        return new Redeemed(row.userId, row.emailKey, row.email);
    }

    private static byte[] hash(String token) {
        return Sha256.digest(token.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Whose token it was, and where it was mailed to.
     *
     * @param emailKey the normal form of the address
     * @param email the address as its owner writes it; null in tokens made before it was kept, which change no address
     */
    public record Redeemed(
            UUID user, String emailKey, @Nullable String email) {

        /** Without the address. */
        @Override
        public String toString() {
            return "Redeemed[" + user + "]";
        }
    }

    @Scheduled(identity = "one-time-token-purge", every = "1h", delayed = "1m")
    void purge() {
        OneTimeTokenRow.delete("expiresAt < ?1", clock.instant().minus(KEEP));
    }
}
