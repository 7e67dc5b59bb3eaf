-- Purpose: which erasures were asked for, by hash, so that they can be done again after a store was restored from a backup.
-- The same is in the Redis stream admin:erasure-ledger: whichever of the two was restored, the other still knows.
-- published says that the stream has had the entry. Rows are never removed.
CREATE TABLE erasure_ledger (
    erasure_id         uuid PRIMARY KEY,
    tenant_id          uuid        NOT NULL,
    participant_sha256 text CHECK (participant_sha256 ~ '^[0-9a-f]{64}$'),
    requested_at       timestamptz NOT NULL,
    completed_at       timestamptz,
    published          boolean     NOT NULL DEFAULT false
);

CREATE INDEX erasure_ledger_unpublished ON erasure_ledger (erasure_id) WHERE NOT published;
CREATE INDEX erasure_ledger_by_time ON erasure_ledger (requested_at);

COMMENT ON TABLE erasure_ledger IS 'which erasures were asked for and done, by hash; never removed';
