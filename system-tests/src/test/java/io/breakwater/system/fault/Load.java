package io.breakwater.system.fault;

import io.breakwater.system.fault.KeptConnection.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Clients that send one request after the other over kept connections, each on a thread of its own, until they are stopped;
 * every answer and every failure is counted. A client that is told that its connection ends opens another, unless it is
 * {@link #openNothing told} not to.
 */
final class Load implements AutoCloseable {

    /** Between two requests of one client: the load is not to fill the machine. */
    private static final long THINK_MILLIS = 10;

    /** How many failures are told of. */
    private static final int TOLD = 10;

    private final URI gateway;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong failed = new AtomicLong();
    private final LongAdder refusedConnections = new LongAdder();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final long began = System.nanoTime();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean noNewConnections;

    Load(URI gateway) {
        this.gateway = gateway;
    }

    /** Adds clients that send this request over and over. */
    Load with(int clients, String path, String... headers) {
        for (int i = 0; i < clients; i++) {
            threads.add(Thread.ofVirtual().start(() -> run(Integer.MAX_VALUE, path, headers)));
        }
        return this;
    }

    /** Adds clients that open a connection for each request. */
    Load withNewcomers(int clients, String path, String... headers) {
        for (int i = 0; i < clients; i++) {
            threads.add(Thread.ofVirtual().start(() -> run(1, path, headers)));
        }
        return this;
    }

    private void run(int requestsPerConnection, String path, String... headers) {
        while (stopped.getCount() > 0 && !noNewConnections) {
            try (KeptConnection connection = new KeptConnection(gateway)) {
                boolean goesOn = true;
                for (int i = 0; i < requestsPerConnection && goesOn; i++) {
                    long sent = System.nanoTime();
                    count(connection.get(path, headers), System.nanoTime() - sent);
                    goesOn = !stopped.await(THINK_MILLIS, TimeUnit.MILLISECONDS) && !connection.isLast();
                }
            } catch (ConnectException e) {
                refusedConnections.increment();
            } catch (IOException e) {
                fail(path + " after " + millis() + " ms: " + e);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    private void count(Answer answer, long nanos) {
        statuses.computeIfAbsent(answer.status(), status -> new LongAdder()).increment();
        slowestNanos.accumulateAndGet(nanos, Math::max);
        if (answer.status() >= 400) {
            fail(answer.status() + " after " + millis() + " ms: " + answer.body());
        }
    }

    private void fail(String what) {
        if (failed.incrementAndGet() <= TOLD) {
            failures.add(what);
        }
    }

    /** What a balancer does that has seen that the gateway is not ready: kept connections stay, no new one is opened. */
    void openNothing() {
        noNewConnections = true;
    }

    /** Requests that were answered well so far. */
    long ok() {
        return of(200);
    }

    long of(int status) {
        LongAdder count = statuses.get(status);
        return count == null ? 0 : count.sum();
    }

    /** How many requests had no answer, or one of 400 and above. */
    long failed() {
        return failed.get();
    }

    /** The first requests that had no answer, or one of 400 and above. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    long refusedConnections() {
        return refusedConnections.sum();
    }

    /** Forgets the slowest answer so far, and says how many milliseconds it took. */
    long slowestMillis() {
        return TimeUnit.NANOSECONDS.toMillis(slowestNanos.getAndSet(0));
    }

    Map<Integer, Long> statuses() {
        Map<Integer, Long> counts = new TreeMap<>();
        statuses.forEach((status, count) -> counts.put(status, count.sum()));
        return counts;
    }

    /** Waits until every client is done with its last request. */
    void stop() throws InterruptedException {
        stopped.countDown();
        join();
    }

    /** Waits until every client has nothing left to do. */
    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        threads.forEach(Thread::interrupt);
    }
}
