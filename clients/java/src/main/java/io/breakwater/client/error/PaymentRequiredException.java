package io.breakwater.client.error;

/** 402: the subscription is past due or cancelled. */
public final class PaymentRequiredException extends ApiException {

    PaymentRequiredException(ErrorAnswer answer) {
        super(answer);
    }
}
