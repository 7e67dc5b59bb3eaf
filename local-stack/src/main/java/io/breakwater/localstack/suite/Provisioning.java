package io.breakwater.localstack.suite;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Brings a demo account into a suite that runs. */
@FunctionalInterface
public interface Provisioning {

    /**
     * Returns an account that works: the one that was kept, when it still does, else a new one.
     *
     * @param kept what an earlier run made
     */
    DemoAccount provision(URI gateway, Login platformAdmin, @Nullable DemoAccount kept);
}
