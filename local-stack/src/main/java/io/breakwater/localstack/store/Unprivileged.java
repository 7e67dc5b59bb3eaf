package io.breakwater.localstack.store;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How PostgreSQL, which refuses to run as root, is run when we are root: in a user namespace of its own, where the kernel
 * lets it, else as {@code nobody} with just enough capability to reach a data directory below root's.
 *
 * @param prefix words to put before the command; empty for an ordinary user
 * @param chown whether files that the command must own have to be given away first
 */
record Unprivileged(List<String> prefix, boolean chown) {

    private static final String NOBODY = "65534";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final List<String> NAMESPACE = List.of("unshare", "-U");
    private static final List<String> CAPABILITY = List.of(
            "setpriv",
            "--reuid=" + NOBODY,
            "--regid=" + NOBODY,
            "--clear-groups",
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override");

    static Unprivileged detect() {
        if (!isRoot()) {
            return new Unprivileged(List.of(), false);
        }
        if (becomesOrdinary(NAMESPACE)) {
            return new Unprivileged(NAMESPACE, false);
        }
        if (becomesOrdinary(CAPABILITY)) {
            return new Unprivileged(CAPABILITY, true);
        }
        throw new StoreException("PostgreSQL does not run as root, and neither `unshare -U` nor `setpriv` works here;"
                + " run this as an ordinary user");
    }

    /** Gives a file or an empty directory to the user that the command will run as. */
    void give(Path path) {
        if (!chown) {
            return;
        }
        try {
            Files.setAttribute(path, "unix:uid", Integer.valueOf(NOBODY));
            Files.setAttribute(path, "unix:gid", Integer.valueOf(NOBODY));
        } catch (IOException e) {
            throw new StoreException("cannot give " + path + " to the user PostgreSQL runs as", e);
        }
    }

    private static boolean isRoot() {
        return new UnixSystem().getUid() == 0;
    }

    private static boolean becomesOrdinary(List<String> prefix) {
        try {
            var id = Command.run(LIMIT, concat(prefix, List.of("id", "-u")));
            return id.succeeded() && !id.output().equals("0");
        } catch (StoreException _) {
            return false; // The program is not installed: the next way is tried.
        }
    }

    static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
