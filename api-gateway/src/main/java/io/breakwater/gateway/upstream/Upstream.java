package io.breakwater.gateway.upstream;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The addresses of one upstream, taken in turn. Safe from any event loop. */
public final class Upstream {

    /** What became of an attempt. */
    enum Outcome {
        GOOD,
        BAD_STATUS,
        NO_ANSWER,
        UNKNOWN
    }

    private static final Logger LOG = Logger.getLogger(Upstream.class);
    private static final int MAX_DOUBLINGS = 20;

    private final String name;
    private final ResilienceConfig config;
    private final LongSupplier nanos;
    private final Object lock;
    private final RetryBudget budget;
    private final List<URI> bases;
    private final List<Address> addresses;
    private int next;

    Upstream(String name, List<URI> addresses, ResilienceConfig config, LongSupplier nanos) {
        this.name = name;
        this.config = config;
        this.nanos = nanos;
        this.lock = new Object();
        this.budget = new RetryBudget(config.retryShare(), config.retriesPerSecond(), nanos);
        this.bases = addresses;
        this.addresses = addresses.stream().distinct().map(Address::new).toList();
    }

    private Upstream(Upstream before, List<URI> addresses) {
        this.name = before.name;
        this.config = before.config;
        this.nanos = before.nanos;
        this.lock = before.lock;
        this.budget = before.budget;
        this.bases = addresses;
        this.addresses = addresses.stream()
                .distinct()
                .map(base -> before.addresses.stream()
                        .filter(known -> known.base().equals(base))
                        .findFirst()
                        .orElseGet(() -> new Address(base)))
                .toList();
    }

    /** The same upstream with other addresses; what is known of those that stay is kept. */
    Upstream withAddresses(List<URI> changed) {
        return new Upstream(this, changed);
    }

    boolean has(List<URI> asked) {
        return bases.equals(asked);
    }

    /**
     * The next address to try.
     *
     * @param tried addresses that this request has already failed at, avoided while there is another
     * @return null when every address is out and already being tried
     */
    public @Nullable Attempt choose(Collection<Address> tried) {
        synchronized (lock) {
            if (tried.isEmpty()) {
                budget.request();
            }
            long now = nanos.getAsLong();
            int first = next++;
            Address chosen = first(first, address -> !tried.contains(address) && isDue(address, now));
            if (chosen == null) {
                chosen = first(first, address -> isDue(address, now));
            }
            if (chosen == null) {
                chosen = first(first, address -> address.inProgress == 0);
            }
            if (chosen == null) {
                return null;
            }
            chosen.inProgress++;
            return new Attempt(this, chosen);
        }
    }

    private interface Fit {
        boolean test(Address address);
    }

    private @Nullable Address first(int from, Fit fit) {
        for (int i = 0; i < addresses.size(); i++) {
            Address address = addresses.get(Math.floorMod(from + i, addresses.size()));
            if (fit.test(address)) {
                return address;
            }
        }
        return null;
    }

    private static boolean isDue(Address address, long now) {
        return !address.out || (now - address.outUntil >= 0 && address.inProgress == 0);
    }

    /** Whether one more request may be repeated, by the budget of this upstream. */
    public boolean mayRepeat() {
        return budget.take();
    }

    void ended(Address address, Outcome outcome) {
        synchronized (lock) {
            address.inProgress--;
            switch (outcome) {
                case GOOD -> good(address);
                case BAD_STATUS -> bad(address, othersAreIn(address));
                case NO_ANSWER -> bad(address, true);
                case UNKNOWN -> {}
            }
        }
    }

    /** The answer had begun well. */
    void brokeLater(Address address) {
        synchronized (lock) {
            bad(address, true);
        }
    }

    private void good(Address address) {
        address.failuresInARow = 0;
        if (address.out) {
            address.out = false;
            address.backSince = nanos.getAsLong();
            LOG.infof("upstream %s: %s is in again", name, address);
        }
    }

    private void bad(Address address, boolean mayGo) {
        address.failuresInARow++;
        if (address.out || (mayGo && address.failuresInARow >= config.failures())) {
            takeOut(address);
        }
    }

    private void takeOut(Address address) {
        long now = nanos.getAsLong();
        if (!address.out) {
            if (now - address.backSince > config.outAtMost().toNanos()) {
                address.timesOut = 0;
            }
            LOG.warnf("upstream %s: %s is out after %d failures", name, address, address.failuresInARow);
        }
        long first = config.outAtFirst().toNanos();
        long time = first << Math.min(address.timesOut, MAX_DOUBLINGS);
        address.out = true;
        address.timesOut++;
        address.outUntil = now + Math.min(time, config.outAtMost().toNanos());
    }

    private boolean othersAreIn(Address address) {
        return addresses.stream().anyMatch(other -> other != address && !other.out);
    }

    /** How many addresses are out. */
    long out() {
        synchronized (lock) {
            return addresses.stream().filter(address -> address.out).count();
        }
    }

    /** In how many whole seconds it may be worth asking again, at least one. */
    public long retryAfterSeconds() {
        synchronized (lock) {
            long now = nanos.getAsLong();
            long nearest = addresses.stream()
                    .mapToLong(address -> Math.max(0, address.outUntil - now))
                    .min()
                    .orElse(0);
            return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nearest) + 1);
        }
    }
}
