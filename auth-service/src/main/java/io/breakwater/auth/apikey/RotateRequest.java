package io.breakwater.auth.apikey;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * How a key is replaced.
 *
 * @param graceSeconds for how long the old key still works; at most 7 days, null for not at all
 */
record RotateRequest(@Nullable @Min(0) @Max(604_800) Integer graceSeconds) {}
