package io.breakwater.gateway.credential;

import io.vertx.core.Future;

/** Asks auth-service what a credential is worth. */
interface CredentialExchange {

    /** Never fails: what goes wrong is {@link ExchangeOutcome.Unavailable}. */
    Future<ExchangeOutcome> exchange(ExchangeRequest request);
}
