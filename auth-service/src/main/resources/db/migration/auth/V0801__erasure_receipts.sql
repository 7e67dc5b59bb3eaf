-- Purpose: what an erasure took away, by its id, so that whoever asked and lost the answer is told the same when it asks
-- again. Counts only, no personal data; a row is as good as gone after a month.
CREATE TABLE erasure_receipt (
    erasure_id uuid PRIMARY KEY,
    counts     jsonb       NOT NULL,
    erased_at  timestamptz NOT NULL
);

CREATE INDEX erasure_receipt_by_age ON erasure_receipt (erased_at);

COMMENT ON TABLE erasure_receipt IS 'what erasures took away, by counts, for whoever asks again';
