package io.breakwater.auth.throttle;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Lets logins through, or has them wait. Thread-safe; call it outside of transactions. */
@ApplicationScoped
public class LoginThrottle {

    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    /** Longer than any counter remembers. */
    private static final Duration KEEP = Duration.ofDays(2);

    private final ThrottleTable table;
    private final Subjects subjects;
    private final ThrottleConfig config;
    private final Clock clock;
    private final Policy pair;
    private final Policy account;
    private final Policy address;
    private final Policy mail;

    LoginThrottle(ThrottleTable table, Subjects subjects, ThrottleConfig config, Clock clock) {
        this.table = table;
        this.subjects = subjects;
        this.config = config;
        this.clock = clock;
        this.pair = new Policy(
                "pair", config.pairFree(), FIRST_DELAY, config.pairLongestDelay(), config.pairForgetOneAfter());
        this.account = new Policy(
                "account",
                config.accountFree(),
                FIRST_DELAY,
                config.accountLongestDelay(),
                config.accountForgetOneAfter());
        this.address = new Policy(
                "address",
                config.addressFree(),
                FIRST_DELAY,
                config.addressLongestDelay(),
                config.addressForgetOneAfter());
        this.mail = new Policy("mail", config.mails(), HOUR, HOUR, HOUR);
    }

    /**
     * Lets an attempt through and charges it as a failure.
     *
     * @param name whom someone wants to be, whether or not there is such an account: realm and normal form of the address
     * @param ip the client's address; null when it is not known
     * @throws ProblemException {@code RATE_LIMITED} with {@code Retry-After}, and nothing is charged
     */
    public Attempt begin(String name, @Nullable String ip) {
        Instant now = clock.instant();
        byte[] accountSubject = subjects.account(name);
        byte[] addressSubject = subjects.address(ip);
        byte[] pairSubject = subjects.pair(name, ip);
        return QuarkusTransaction.requiringNew().call(() -> {
            boolean known = table.isKnown(accountSubject, pairSubject, now.minus(config.knownAddress()));
            if (!known) {
                requireFree(table.charge(address, addressSubject, now));
                requireFree(table.charge(account, accountSubject, now));
            }
            requireFree(table.charge(pair, pairSubject, now));
            return new Attempt(accountSubject, addressSubject, pairSubject, known);
        });
    }

    private static void requireFree(Duration blocked) {
        if (blocked.isPositive()) {
            long seconds = blocked.plusMillis(999).toSeconds();
            throw ProblemException.of(ErrorCode.RATE_LIMITED, "Too many failed attempts; try again later")
                    .withHeader("Retry-After", Long.toString(seconds));
        }
    }

    /** The password was right: the pair is as if nothing had been, and known from now on. */
    public void succeeded(Attempt attempt) {
        Instant now = clock.instant();
        QuarkusTransaction.requiringNew().run(() -> {
            if (!attempt.known()) {
                table.refund(address, attempt.address(), now);
                table.refund(account, attempt.account(), now);
            }
            table.clear(pair, attempt.pair());
            table.know(attempt.account(), attempt.pair(), now);
        });
    }

    /** The password was never looked at. */
    public void withdrawn(Attempt attempt) {
        Instant now = clock.instant();
        QuarkusTransaction.requiringNew().run(() -> {
            if (!attempt.known()) {
                table.refund(address, attempt.address(), now);
                table.refund(account, attempt.account(), now);
            }
            table.refund(pair, attempt.pair(), now);
        });
    }

    /**
     * Someone at this address made the account, or proved by mail that it is theirs: the pair is as if nothing had been, and
     * known from now on. Joins the caller's transaction.
     */
    public void proved(String name, @Nullable String ip) {
        byte[] pairSubject = subjects.pair(name, ip);
        table.clear(pair, pairSubject);
        table.know(subjects.account(name), pairSubject, clock.instant());
    }

    /** Forgets an account, in the caller's transaction: its counter and the addresses it knows. */
    public void forget(String name) {
        byte[] accountSubject = subjects.account(name);
        table.clear(account, accountSubject);
        table.forgetAccount(accountSubject);
    }

    /**
     * Whether an account may be sent one more mail of a kind: a few at once, one an hour in general. Charges it if so.
     */
    public boolean mayMail(String template, String name) {
        byte[] subject = subjects.mail(template, name);
        Instant now = clock.instant();
        return QuarkusTransaction.requiringNew()
                .call(() -> table.charge(mail, subject, now).isZero());
    }

    /**
     * As {@link #mayMail}, in the caller's transaction: it is charged when that commits, and until then whoever asks for the
     * same waits.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean mayMailNow(String template, String name) {
        return table.charge(mail, subjects.mail(template, name), clock.instant())
                .isZero();
    }

    @Scheduled(identity = "throttle-purge", every = "1h", delayed = "1m")
    void purge() {
        Instant now = clock.instant();
        QuarkusTransaction.requiringNew()
                .run(() -> table.purge(now.minus(KEEP), now, now.minus(config.knownAddress())));
    }
}
