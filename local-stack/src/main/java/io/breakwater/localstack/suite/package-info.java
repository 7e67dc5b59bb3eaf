/**
 * The suite on one machine: PostgreSQL, Redis and the four services, brought to running or to stopped by comparing what
 * should run with what does. There is no supervisor; processes are recorded in a private file and found again by it.
 *
 * <p>One command changes a suite at a time, held apart by a lock file; looking needs no lock. Nothing here is thread-safe.
 *
 * <p>What fails is a {@link io.breakwater.localstack.suite.SuiteException} with a sentence for the person at the terminal,
 * and whatever the failing call had started is stopped again.
 */
@NullMarked
package io.breakwater.localstack.suite;

import org.jspecify.annotations.NullMarked;
