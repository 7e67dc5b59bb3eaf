-- Events, what became of them, and who is working on which partition of the stream.

-- One row per event that reached a terminal state. Partitioned by the time of acceptance, which is also the time in the
-- id (UUIDv7), so that a read by id touches one partition. Dead events may lack what could not be read.
CREATE TABLE event (
    id                uuid        NOT NULL,
    accepted_at       timestamptz NOT NULL,
    tenant_id         uuid        NOT NULL,
    environment       text        NOT NULL CHECK (environment IN ('live', 'test')),
    participant_id    text CHECK (char_length(participant_id) BETWEEN 1 AND 255),
    event_name        text CHECK (char_length(event_name) BETWEEN 1 AND 128),
    properties        jsonb CHECK (jsonb_typeof(properties) = 'object'),
    occurred_at       timestamptz NOT NULL,
    source            text        NOT NULL,
    client_message_id text,
    state             text        NOT NULL CHECK (state IN ('processed', 'duplicate', 'conflict', 'dead')),
    duplicate_of      uuid,
    fact_id           uuid,
    partition         smallint,
    stream_id         text,
    subject_id        text,
    request_id        text,
    payload_sha256    bytea,
    processed_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    error             text,
    raw               text,
    PRIMARY KEY (id, accepted_at),
    CHECK (state = 'dead' OR num_nulls(participant_id, event_name, properties, payload_sha256) = 0),
    CHECK ((state = 'processed') = (fact_id IS NOT NULL)),
    CHECK ((state IN ('duplicate', 'conflict')) = (duplicate_of IS NOT NULL)),
    CHECK ((state = 'dead') = (error IS NOT NULL))
) PARTITION BY RANGE (accepted_at);

CREATE TABLE event_default PARTITION OF event DEFAULT;

CREATE INDEX event_listing ON event (tenant_id, environment, accepted_at DESC, id DESC);
CREATE INDEX event_participant ON event (tenant_id, environment, participant_id, accepted_at DESC, id DESC);
CREATE INDEX event_named ON event (tenant_id, environment, event_name, accepted_at DESC, id DESC);
CREATE INDEX event_exceptional ON event (tenant_id, environment, state, accepted_at DESC, id DESC)
    WHERE state <> 'processed';

-- The client's own message ids, committed with the effects of the event that came first. Expired after 30 days.
CREATE TABLE dedupe_key (
    tenant_id         uuid        NOT NULL,
    environment       text        NOT NULL CHECK (environment IN ('live', 'test')),
    source            text        NOT NULL,
    client_message_id text        NOT NULL,
    payload_sha256    bytea       NOT NULL,
    event_id          uuid        NOT NULL,
    created_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant_id, environment, source, client_message_id)
) PARTITION BY HASH (tenant_id, environment, source, client_message_id);

CREATE TABLE dedupe_key_0 PARTITION OF dedupe_key FOR VALUES WITH (MODULUS 8, REMAINDER 0);
CREATE TABLE dedupe_key_1 PARTITION OF dedupe_key FOR VALUES WITH (MODULUS 8, REMAINDER 1);
CREATE TABLE dedupe_key_2 PARTITION OF dedupe_key FOR VALUES WITH (MODULUS 8, REMAINDER 2);
CREATE TABLE dedupe_key_3 PARTITION OF dedupe_key FOR VALUES WITH (MODULUS 8, REMAINDER 3);
CREATE TABLE dedupe_key_4 PARTITION OF dedupe_key FOR VALUES WITH (MODULUS 8, REMAINDER 4);
CREATE TABLE dedupe_key_5 PARTITION OF dedupe_key FOR VALUES WITH (MODULUS 8, REMAINDER 5);
CREATE TABLE dedupe_key_6 PARTITION OF dedupe_key FOR VALUES WITH (MODULUS 8, REMAINDER 6);
CREATE TABLE dedupe_key_7 PARTITION OF dedupe_key FOR VALUES WITH (MODULUS 8, REMAINDER 7);

CREATE INDEX dedupe_key_age ON dedupe_key (created_at);

-- What is held true because of an event. Bi-temporal: valid_* is when it holds in the world, created_at/expired_at when
-- we held it, so that a fact can be superseded or retracted without being lost. The id's time is created_at.
CREATE TABLE fact (
    id             uuid        NOT NULL,
    event_id       uuid        NOT NULL,
    tenant_id      uuid        NOT NULL,
    environment    text        NOT NULL CHECK (environment IN ('live', 'test')),
    participant_id text        NOT NULL,
    type           text        NOT NULL,
    data           jsonb       NOT NULL,
    valid_at       timestamptz NOT NULL,
    invalid_at     timestamptz,
    created_at     timestamptz NOT NULL,
    expired_at     timestamptz,
    PRIMARY KEY (id, created_at)
) PARTITION BY RANGE (created_at);

CREATE TABLE fact_default PARTITION OF fact DEFAULT;

CREATE INDEX fact_participant ON fact (tenant_id, environment, participant_id, type, valid_at DESC);

-- How many events of a day ended in which state, counted in the transaction that sets the state. The shard (the stream's
-- partition, or 64 and above for events taken synchronously) keeps writers apart.
CREATE TABLE ledger (
    tenant_id   uuid     NOT NULL,
    environment text     NOT NULL CHECK (environment IN ('live', 'test')),
    day         date     NOT NULL,
    shard       smallint NOT NULL,
    state       text     NOT NULL
        CHECK (state IN ('processed', 'duplicate', 'conflict', 'dead', 'discarded', 'erased')),
    events      bigint   NOT NULL CHECK (events >= 0),
    PRIMARY KEY (tenant_id, environment, day, shard, state)
);

-- Who reads a partition of the stream, and up to where its effects are committed. The epoch grows with every owner and
-- fences the one before; the generation grows whenever the stream was found lost.
CREATE TABLE partition_lease (
    partition  smallint PRIMARY KEY CHECK (partition BETWEEN 0 AND 63),
    owner      uuid,
    epoch      bigint  NOT NULL DEFAULT 0,
    generation integer NOT NULL DEFAULT 0,
    last_id    text,
    expires_at timestamptz
) WITH (fillfactor = 50);

INSERT INTO partition_lease (partition) SELECT generate_series(0, 63);

-- The workers that are alive: each renews its row; a fair share of partitions is counted over those not expired.
CREATE TABLE worker_instance (
    id         uuid PRIMARY KEY,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL
);

-- Makes the monthly partitions of this month and of the months ahead. Runs as the owner, since the service's own role
-- may not define tables. A month whose rows already lie in the default partition is left there, with a warning.
CREATE FUNCTION ensure_partitions(months_ahead integer) RETURNS integer
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = ingest, pg_temp
    SET lock_timeout = '5s'
    SET timezone = 'UTC'
AS
$body$
DECLARE
    made       integer := 0;
    table_name text;
    month      date;
    child      text;
BEGIN
    IF months_ahead NOT BETWEEN 0 AND 36 THEN
        RAISE EXCEPTION 'months_ahead must be 0 to 36';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('ingest.ensure_partitions'));
    FOREACH table_name IN ARRAY ARRAY ['event', 'fact'] LOOP
        FOR ahead IN 0..months_ahead LOOP
            month := (date_trunc('month', now()) + make_interval(months => ahead))::date;
            child := table_name || to_char(month, '_YYYY_MM');
            CONTINUE WHEN to_regclass('ingest.' || child) IS NOT NULL;
            BEGIN
                EXECUTE format('CREATE TABLE ingest.%I PARTITION OF ingest.%I FOR VALUES FROM (%L) TO (%L)',
                               child, table_name, month, (month + interval '1 month')::date);
                made := made + 1;
            EXCEPTION
                WHEN check_violation THEN
                    RAISE WARNING 'rows of % are in the default partition of %: no partition made', month, table_name;
            END;
        END LOOP;
    END LOOP;
    RETURN made;
END
$body$;

REVOKE ALL ON FUNCTION ensure_partitions(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_partitions(integer) TO ingest_app;

SELECT ensure_partitions(3);
