/**
 * Names that logs, traces and answers share: the request id and the fields under which it is found.
 *
 * <p>Constants and pure functions.
 */
@NullMarked
package io.breakwater.common.telemetry;

import org.jspecify.annotations.NullMarked;
