/**
 * The plumbing of the routes under {@code /internal} on the management port: who may call them, bounded bodies, and
 * answers in the structured form.
 *
 * <p>A caller proves itself with an assertion signed by its own key ({@code ServiceAssertion}); each service has a
 * {@link io.breakwater.internal.CallerTable} that says which caller may call what of it. Bodies are read on the event loop, everything after that runs on a virtual thread, so handlers may
 * block. Refusals are 4xx problems; a database that is away is 503, whatever else is thrown is 500 without a word of it. An assertion that cannot
 * be verified is refused; there is no anonymous caller. An assertion is good for its whole life of at most 60 s and may be
 * presented more than once, as callers re-use theirs to save signatures: whoever can read the traffic of the management
 * port can repeat it that long, so the port belongs on a network of its own.
 */
@NullMarked
package io.breakwater.internal;

import org.jspecify.annotations.NullMarked;
