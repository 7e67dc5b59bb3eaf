-- Hourly roll-ups of what tenants do, for the analytics. The tenant 00000000-0000-0000-0000-000000000000 is the platform:
-- the sum of all. Counts may be corrected downwards later (a dead event that is replayed), so none is checked to be >= 0.

-- Requests at their finest: for questions about one key or one route.
CREATE TABLE request_hour (
    tenant_id   uuid        NOT NULL,
    environment text        NOT NULL CHECK (environment IN ('live', 'test')),
    hour        timestamptz NOT NULL,
    key_id      text        NOT NULL, -- empty for people
    route       text        NOT NULL,
    status      smallint    NOT NULL,
    policy      text        NOT NULL, -- the limit that refused; empty for none
    requests    bigint      NOT NULL,
    PRIMARY KEY (tenant_id, environment, hour, route, key_id, status, policy)
) PARTITION BY RANGE (hour);

CREATE TABLE request_hour_default PARTITION OF request_hour DEFAULT;
CREATE INDEX request_hour_of_key ON request_hour (tenant_id, environment, key_id, hour);

-- Requests by one thing at a time: a chart reads what it shows and nothing else.
CREATE TABLE request_rollup (
    tenant_id     uuid        NOT NULL,
    environment   text        NOT NULL CHECK (environment IN ('live', 'test')),
    dimension     text        NOT NULL CHECK (dimension IN ('total', 'key', 'route', 'status', 'policy', 'tenant')),
    hour          timestamptz NOT NULL,
    value         text        NOT NULL,
    requests      bigint      NOT NULL,
    client_errors bigint      NOT NULL, -- 4xx but 429
    server_errors bigint      NOT NULL, -- 5xx
    limited       bigint      NOT NULL, -- 429
    PRIMARY KEY (tenant_id, environment, dimension, hour, value)
) PARTITION BY RANGE (hour);

CREATE TABLE request_rollup_default PARTITION OF request_rollup DEFAULT;

-- Events by the hour of their acceptance and what became of them.
CREATE TABLE event_rollup (
    tenant_id   uuid        NOT NULL,
    environment text        NOT NULL CHECK (environment IN ('live', 'test')),
    dimension   text        NOT NULL CHECK (dimension IN ('total', 'event_name', 'tenant')),
    hour        timestamptz NOT NULL,
    value       text        NOT NULL,
    processed   bigint      NOT NULL,
    duplicate   bigint      NOT NULL,
    conflict    bigint      NOT NULL,
    dead        bigint      NOT NULL,
    discarded   bigint      NOT NULL,
    erased      bigint      NOT NULL,
    PRIMARY KEY (tenant_id, environment, dimension, hour, value)
) PARTITION BY RANGE (hour);

CREATE TABLE event_rollup_default PARTITION OF event_rollup DEFAULT;

-- The names of events that are counted apart: as many to a tenant as are allowed, first come.
CREATE TABLE event_name (
    tenant_id   uuid NOT NULL,
    environment text NOT NULL CHECK (environment IN ('live', 'test')),
    name        text NOT NULL,
    PRIMARY KEY (tenant_id, environment, name)
);

-- The minutes of the last hours, kept until their hour is over for good, and each hour's busiest.
CREATE TABLE minute_count (
    tenant_id   uuid        NOT NULL,
    environment text        NOT NULL CHECK (environment IN ('live', 'test')),
    kind        text        NOT NULL CHECK (kind IN ('requests', 'events')),
    minute      timestamptz NOT NULL,
    amount      bigint      NOT NULL,
    PRIMARY KEY (tenant_id, environment, kind, minute)
);

CREATE INDEX minute_count_age ON minute_count (minute);

CREATE TABLE busiest_minute (
    tenant_id   uuid        NOT NULL,
    environment text        NOT NULL CHECK (environment IN ('live', 'test')),
    kind        text        NOT NULL CHECK (kind IN ('requests', 'events')),
    hour        timestamptz NOT NULL,
    minute      timestamptz NOT NULL,
    amount      bigint      NOT NULL,
    PRIMARY KEY (tenant_id, environment, kind, hour)
);

CREATE INDEX busiest_minute_age ON busiest_minute (hour);

-- Tenants that were erased: what is still told of them counts for the platform only.
CREATE TABLE analytics_erased_tenant (
    tenant_id uuid PRIMARY KEY
);

-- Makes the monthly partitions of this month and of the months ahead, and drops those that ended before a time. Runs as
-- the owner, since the service's own role may not define tables. Returns how many were made and dropped.
CREATE FUNCTION keep_analytics_partitions(months_ahead integer, drop_before timestamptz) RETURNS integer
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = admin, pg_temp
    SET lock_timeout = '5s'
    SET timezone = 'UTC'
AS
$body$
DECLARE
    changed    integer := 0;
    table_name text;
    month      date;
    child      text;
BEGIN
    IF months_ahead NOT BETWEEN 0 AND 36 OR drop_before > now() - interval '7 days' THEN
        RAISE EXCEPTION 'months_ahead must be 0 to 36, and nothing younger than 7 days is dropped';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('admin.keep_analytics_partitions'));
    FOREACH table_name IN ARRAY ARRAY ['request_hour', 'request_rollup', 'event_rollup'] LOOP
        FOR ahead IN 0..months_ahead LOOP
            month := (date_trunc('month', now()) + make_interval(months => ahead))::date;
            child := table_name || to_char(month, '_YYYY_MM');
            CONTINUE WHEN to_regclass('admin.' || child) IS NOT NULL;
            BEGIN
                EXECUTE format('CREATE TABLE admin.%I PARTITION OF admin.%I FOR VALUES FROM (%L) TO (%L)',
                               child, table_name, month, (month + interval '1 month')::date);
                changed := changed + 1;
            EXCEPTION
                WHEN check_violation THEN
                    RAISE WARNING 'rows of % are in the default partition of %: no partition made', month, table_name;
            END;
        END LOOP;
        FOR child IN
            SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = to_regclass('admin.' || table_name) AND c.relname ~ '_\d{4}_\d{2}$'
        LOOP
            IF to_date(right(child, 7), 'YYYY_MM') + interval '1 month' <= drop_before THEN
                EXECUTE format('DROP TABLE admin.%I', child);
                changed := changed + 1;
            END IF;
        END LOOP;
    END LOOP;
    RETURN changed;
END
$body$;

REVOKE ALL ON FUNCTION keep_analytics_partitions(integer, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keep_analytics_partitions(integer, timestamptz) TO admin_app;

SELECT keep_analytics_partitions(3, now() - interval '100 years');
