package io.breakwater.common.idempotency;

import io.breakwater.common.identity.Identity;

/**
 * One request with an idempotency key.
 *
 * @param caller whose key it is: the same key of another credential is another key
 * @param route method and path, in which ids stand as sent
 * @param fingerprint SHA-256, in hex, of what is asked, which a repetition must share
 */
public record IdempotentRequest(Identity caller, String route, IdempotencyKey key, String fingerprint) {}
