-- What requests with an idempotency key came to, per credential and route. A row without a status is a claim: a lease that
-- another request may take over once it has run out.
CREATE TABLE idempotency (
    tenant_id     uuid,
    environment   text        NOT NULL CHECK (environment IN ('live', 'test')),
    caller_kind   text        NOT NULL,
    caller_id     uuid        NOT NULL,
    route         text        NOT NULL,
    key           text        NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    fingerprint   text        NOT NULL,
    claim         uuid        NOT NULL,
    claimed_until timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    status        integer CHECK (status BETWEEN 200 AND 499),
    headers       jsonb,
    -- JSON as it was sent, to be sent again byte by byte.
    body          text,
    -- A user's id is the same in every tenant; a key that belongs to nobody's tenant is a platform administrator's.
    CONSTRAINT idempotency_key UNIQUE NULLS NOT DISTINCT (caller_id, key, route, environment, tenant_id)
);

CREATE INDEX idempotency_expiry ON idempotency (expires_at);
CREATE INDEX idempotency_tenant ON idempotency (tenant_id);
