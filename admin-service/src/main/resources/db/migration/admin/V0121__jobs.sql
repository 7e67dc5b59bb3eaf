-- Purpose: erasures and exports as jobs that survive a crash at any point. A job is leased by one replica at a time; each
-- of its steps is a service, called until it is done. participant_id is there only while the job is open; what stays is
-- the SHA-256 of '<tenant id>:<participant id>'. replays is the entry of the erasure ledger that a replay is of.
CREATE TABLE job (
    id                 uuid PRIMARY KEY,
    kind               text        NOT NULL CHECK (kind IN ('erasure', 'export')),
    tenant_id          uuid        NOT NULL,
    participant_id     text CHECK (length(participant_id) BETWEEN 1 AND 255),
    participant_sha256 text CHECK (participant_sha256 ~ '^[0-9a-f]{64}$'),
    reason             text CHECK (length(reason) BETWEEN 1 AND 500),
    requested_by       uuid,
    requested_at       timestamptz NOT NULL,
    replays            uuid,
    state              text        NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed')),
    failures           integer     NOT NULL DEFAULT 0,
    next_try_at        timestamptz NOT NULL,
    give_up_at         timestamptz NOT NULL,
    lease_owner        uuid,
    lease_until        timestamptz,
    finished_at        timestamptz,
    CHECK (participant_id IS NULL OR participant_sha256 IS NOT NULL),
    CHECK (state IN ('queued', 'running') OR (participant_id IS NULL AND reason IS NULL AND finished_at IS NOT NULL))
);

-- One open job per subject; and one open replay per entry of the ledger.
CREATE UNIQUE INDEX job_open ON job (kind, tenant_id, coalesce(participant_sha256, ''))
    WHERE state IN ('queued', 'running') AND replays IS NULL;
CREATE UNIQUE INDEX job_replay_open ON job (replays) WHERE state IN ('queued', 'running') AND replays IS NOT NULL;
CREATE INDEX job_due ON job (kind, next_try_at) WHERE state IN ('queued', 'running');
CREATE INDEX job_by_tenant ON job (kind, tenant_id, id);

CREATE TABLE job_step (
    job_id      uuid        NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    service     text        NOT NULL,
    ordinal     smallint    NOT NULL,
    state       text        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done')),
    attempts    integer     NOT NULL DEFAULT 0,
    counts      jsonb       NOT NULL DEFAULT '{}',
    facts       jsonb       NOT NULL DEFAULT '{}',
    waits_for   text,
    error       text,
    finished_at timestamptz,
    PRIMARY KEY (job_id, service)
);

COMMENT ON TABLE job IS 'erasures and exports that administrators asked for, and how far they are';
COMMENT ON TABLE job_step IS 'what each service had to do for a job, and what came of it, by counts';
