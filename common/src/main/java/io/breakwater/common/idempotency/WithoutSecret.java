package io.breakwater.common.idempotency;

/** An answer's body that holds a secret, which must not be remembered. */
public interface WithoutSecret {

    /** The same body without its secret. */
    Object withoutSecret();
}
