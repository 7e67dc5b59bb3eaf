package io.breakwater.auth.exchange;

import io.breakwater.auth.issuer.ExternalIssuers;
import io.breakwater.common.identity.InternalToken;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;

/** Decides who a credential speaks for. */
@ApplicationScoped
class CredentialExchange {

    private static final int MAX_CHARS = 8_192;

    private final KeyExchange keys;
    private final PersonExchange people;
    private final ExternalIssuers issuers;
    private final ExchangeMetrics metrics;

    CredentialExchange(KeyExchange keys, PersonExchange people, ExternalIssuers issuers, ExchangeMetrics metrics) {
        this.keys = keys;
        this.people = people;
        this.issuers = issuers;
        this.metrics = metrics;
    }

    /**
     * Exchanges a credential. Keys and tokens are told apart by form: a token has dots, a key has none. One of more than
     * {@value #MAX_CHARS} characters is none, and nothing else of it is looked at. A token that says it is of an external
     * issuer is believed or not by that issuer's keys alone.
     *
     * @throws ProblemException {@code VALIDATION_ERROR} for a request without a credential or with an audience of this suite's; else
     *     with the code for the state of the credential (CONTRACT §2)
     */
    ExchangeAnswer exchange(ExchangeRequest request) {
        String credential = request.credential();
        if (credential == null || credential.isEmpty()) {
            throw ProblemException.invalidField("credential", "must not be empty");
        }
        if (request.audience() != null && !InternalToken.isForeignAudience(request.audience())) {
            throw ProblemException.invalidField("audience", "must be a name or a URI that is not this suite's");
        }
        boolean isToken = credential.indexOf('.') >= 0;
        if (credential.length() > MAX_CHARS) {
            ErrorCode code = isToken ? ErrorCode.INVALID_TOKEN : ErrorCode.INVALID_API_KEY;
            return metrics.time(isToken ? "token" : "key", () -> {
                throw ProblemException.of(code).internally("a credential that is too long");
            });
        }
        if (!isToken) {
            return metrics.time("key", () -> keys.exchange(credential, request));
        }
        return issuers.know(credential)
                ? metrics.time("external", () -> people.external(credential, request))
                : metrics.time("token", () -> people.signedIn(credential, request));
    }

    /**
     * Says what a credential of a key or user would be exchanged for, without a token.
     *
     * @throws ProblemException {@code VALIDATION_ERROR} for a request that names neither or both; {@code NOT_FOUND}; else with the
     *     code for the state of the key or tenant
     */
    ExchangeAnswer describe(DescriptionRequest request) {
        if (request.tenantId() == null) {
            throw ProblemException.invalidField("tenant_id", "must not be empty");
        }
        if (request.keyId() != null && request.userId() == null) {
            return keys.describe(request.tenantId(), request.keyId(), request.teamId());
        }
        if (request.userId() != null && request.keyId() == null) {
            return people.describe(request.tenantId(), request.userId(), request.choice());
        }
        throw ProblemException.invalidField("key_id", "either key_id or user_id must be given");
    }
}
