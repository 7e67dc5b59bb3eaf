package io.breakwater.localstack.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A short-lived program run to its end, with its output. */
record Command(int exit, String output) {

    /**
     * Runs a program and waits for it.
     *
     * @throws StoreException if it cannot be started or has not ended in time, in which case it is killed
     */
    static Command run(Duration limit, List<String> command) {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new StoreException("cannot run " + command.getFirst(), e);
        }
        var output = CompletableFuture.supplyAsync(() -> read(process));
        try {
            String text = output.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Command(process.waitFor(), text);
        } catch (TimeoutException e) {
            throw new StoreException(command + " did not end within " + limit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new StoreException("cannot read the output of " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting for " + command.getFirst(), e);
        } finally {
            process.destroyForcibly();
        }
    }

    boolean succeeded() {
        return exit == 0;
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
