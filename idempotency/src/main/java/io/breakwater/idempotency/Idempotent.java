package io.breakwater.idempotency;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A resource's method that takes an idempotency key. A request with a key runs in a transaction, which the method must
 * join; what it does outside of it may happen twice. Without a key the method runs as if this were not here. Its caller must be authenticated.
 */
@InterceptorBinding
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {}
