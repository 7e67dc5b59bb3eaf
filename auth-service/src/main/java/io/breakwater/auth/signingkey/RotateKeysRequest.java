package io.breakwater.auth.signingkey;

import org.jspecify.annotations.Nullable;

/**
 * What an operator asks for.
 *
 * @param use whose keys; null for all
 * @param immediately whether the present keys are gone at once, as after a leak: every token they signed is refused. Null
 *     for no
 */
record RotateKeysRequest(@Nullable KeyUse use, @Nullable Boolean immediately) {

    boolean atOnce() {
        return Boolean.TRUE.equals(immediately);
    }
}
