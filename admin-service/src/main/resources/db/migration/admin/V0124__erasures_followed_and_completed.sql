-- Purpose: two things that an erasure must not lose. follows is the open job behind which this one waits: it erases what was
-- accepted after that one was asked for, and is null once that one has ended. completion_published says that the Redis
-- stream has had the completion, so that a store restored to a time within an erasure is told from one that is up to date.
ALTER TABLE job ADD COLUMN follows uuid REFERENCES job (id);

-- One open job per subject that may be worked on, and one that waits behind it.
DROP INDEX job_open;
CREATE UNIQUE INDEX job_open ON job (kind, tenant_id, coalesce(participant_sha256, ''))
    WHERE state IN ('queued', 'running') AND replays IS NULL AND follows IS NULL;
CREATE UNIQUE INDEX job_following ON job (follows) WHERE follows IS NOT NULL;

ALTER TABLE erasure_ledger ADD COLUMN completion_published boolean NOT NULL DEFAULT false;

CREATE INDEX erasure_ledger_completion_unpublished ON erasure_ledger (erasure_id)
    WHERE published AND completed_at IS NOT NULL AND NOT completion_published;
