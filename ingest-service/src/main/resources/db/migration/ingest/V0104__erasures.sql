-- Erasures of participants and tenants. What is erased keeps its row as a bare id, so that an event that is read from the
-- stream again is known, and so that the accounts balance.

ALTER TABLE event
    DROP CONSTRAINT event_state_check,
    DROP CONSTRAINT event_check,
    ADD CONSTRAINT event_state_check
        CHECK (state IN ('processed', 'duplicate', 'conflict', 'dead', 'erased')),
    ADD CONSTRAINT event_content_check
        CHECK (state IN ('dead', 'erased')
               OR num_nulls(participant_id, event_name, properties, payload_sha256) = 0),
    ADD CONSTRAINT event_erased_check
        CHECK (state <> 'erased'
               OR num_nonnulls(participant_id, event_name, properties, client_message_id, duplicate_of, fact_id,
                               subject_id, request_id, payload_sha256, error, raw, reason, reason_path) = 0);

-- One row per erasure. Never holds whom it is about in clear: a participant is the SHA-256 of '<tenant>:<participant>'. While
-- it is open, and for ever where it is of a whole tenant, what the transactions of the service find of its subject is erased.
CREATE TABLE erasure (
    id                 uuid PRIMARY KEY,
    tenant_id          uuid        NOT NULL,
    participant_sha256 text CHECK (participant_sha256 ~ '^[0-9a-f]{64}$'),
    requested_at       timestamptz NOT NULL,
    created_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    phase              text        NOT NULL DEFAULT 'settling'
        CHECK (phase IN ('settling', 'events', 'dead_letters', 'rest', 'trimming', 'rewriting', 'done')),
    -- Every transaction older than this may not have seen this row.
    barrier            xid8,
    -- By partition: the generation and a position of the stream ('<generation>/<position>'), before which lies all that was
    -- accepted before the request.
    markers            text[],
    -- Where the walk through the present phase's rows has come to.
    cursor             text,
    -- Which Redis processes are writing their append-only files anew.
    rewriting          text[],
    append_only_file   text CHECK (append_only_file IN ('rewritten', 'off')),
    rewritten_at       timestamptz,
    done_at            timestamptz
);

CREATE INDEX erasure_open ON erasure (tenant_id) WHERE phase <> 'done' OR participant_sha256 IS NULL;

-- What was erased, counted in the transactions that did it; only ever added to, so that nobody waits for a row.
CREATE TABLE erasure_tally (
    erasure_id uuid   NOT NULL,
    kind       text   NOT NULL,
    things     bigint NOT NULL CHECK (things > 0)
);

CREATE INDEX erasure_tally_of ON erasure_tally (erasure_id);
