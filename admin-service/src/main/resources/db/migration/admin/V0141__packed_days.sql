-- Days that are over, packed: one row holds what up to 24 hourly rows of V0140 held, so that a question about months reads
-- a tenth of the rows. An array holds the hours of a UTC day as running totals: element h is the sum of its first h hours.
-- So the sum of any of its hours is the difference of two elements. What comes later for such a day is in the hourly
-- tables until it is added here; the sum of both is what was counted.

CREATE TABLE request_day (
    tenant_id   uuid     NOT NULL,
    environment text     NOT NULL CHECK (environment IN ('live', 'test')),
    day         date     NOT NULL,
    key_id      text     NOT NULL, -- empty for people
    route       text     NOT NULL,
    status      smallint NOT NULL,
    policy      text     NOT NULL, -- the limit that refused; empty for none
    requests    bigint[] NOT NULL CHECK (cardinality(requests) = 24),
    PRIMARY KEY (tenant_id, environment, day, route, key_id, status, policy)
) PARTITION BY RANGE (day);

CREATE TABLE request_day_default PARTITION OF request_day DEFAULT;
CREATE INDEX request_day_of_key ON request_day (tenant_id, environment, key_id, day);

CREATE TABLE request_rollup_day (
    tenant_id     uuid     NOT NULL,
    environment   text     NOT NULL CHECK (environment IN ('live', 'test')),
    dimension     text     NOT NULL CHECK (dimension IN ('total', 'key', 'route', 'status', 'policy', 'tenant')),
    day           date     NOT NULL,
    value         text     NOT NULL,
    requests      bigint[] NOT NULL CHECK (cardinality(requests) = 24),
    client_errors bigint[] NOT NULL CHECK (cardinality(client_errors) = 24), -- 4xx but 429
    server_errors bigint[] NOT NULL CHECK (cardinality(server_errors) = 24), -- 5xx
    limited       bigint[] NOT NULL CHECK (cardinality(limited) = 24), -- 429
    PRIMARY KEY (tenant_id, environment, dimension, day, value)
) PARTITION BY RANGE (day);

CREATE TABLE request_rollup_day_default PARTITION OF request_rollup_day DEFAULT;

CREATE TABLE event_rollup_day (
    tenant_id   uuid     NOT NULL,
    environment text     NOT NULL CHECK (environment IN ('live', 'test')),
    dimension   text     NOT NULL CHECK (dimension IN ('total', 'event_name', 'tenant')),
    day         date     NOT NULL,
    value       text     NOT NULL,
    processed   bigint[] NOT NULL CHECK (cardinality(processed) = 24),
    duplicate   bigint[] NOT NULL CHECK (cardinality(duplicate) = 24),
    conflict    bigint[] NOT NULL CHECK (cardinality(conflict) = 24),
    dead        bigint[] NOT NULL CHECK (cardinality(dead) = 24),
    discarded   bigint[] NOT NULL CHECK (cardinality(discarded) = 24),
    erased      bigint[] NOT NULL CHECK (cardinality(erased) = 24),
    PRIMARY KEY (tenant_id, environment, dimension, day, value)
) PARTITION BY RANGE (day);

CREATE TABLE event_rollup_day_default PARTITION OF event_rollup_day DEFAULT;

-- The running totals of amounts of some hours of one UTC day.
CREATE FUNCTION running_totals(hours timestamptz[], amounts bigint[]) RETURNS bigint[]
    LANGUAGE plpgsql
    IMMUTABLE STRICT PARALLEL SAFE
AS
$body$
DECLARE
    totals bigint[] := array_fill(0::bigint, ARRAY [24]);
    nth    integer;
BEGIN
    FOR i IN 1..cardinality(hours) LOOP
        nth := extract(hour FROM hours[i] AT TIME ZONE 'UTC') + 1;
        totals[nth] := totals[nth] + amounts[i];
    END LOOP;
    FOR h IN 2..24 LOOP
        totals[h] := totals[h] + totals[h - 1];
    END LOOP;
    RETURN totals;
END
$body$;

-- The running totals of both together.
CREATE FUNCTION add_totals(one bigint[], other bigint[]) RETURNS bigint[]
    LANGUAGE plpgsql
    IMMUTABLE STRICT PARALLEL SAFE
AS
$body$
BEGIN
    FOR h IN 1..24 LOOP
        one[h] := one[h] + other[h];
    END LOOP;
    RETURN one;
END
$body$;

REVOKE ALL ON FUNCTION running_totals(timestamptz[], bigint[]), add_totals(bigint[], bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION running_totals(timestamptz[], bigint[]), add_totals(bigint[], bigint[]) TO "${runtime_role}";

-- As V0140 made it, of the tables of days too.
CREATE OR REPLACE FUNCTION keep_analytics_partitions(months_ahead integer, drop_before timestamptz) RETURNS integer
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
    FOREACH table_name IN ARRAY ARRAY ['request_hour', 'request_rollup', 'event_rollup',
                                       'request_day', 'request_rollup_day', 'event_rollup_day'] LOOP
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

-- The tables of days get the months that the hourly ones have, those that are over included.
DO
$body$
DECLARE
    table_name text;
    month      date;
BEGIN
    FOREACH table_name IN ARRAY ARRAY ['request_day', 'request_rollup_day', 'event_rollup_day'] LOOP
        FOR month IN
            SELECT to_date(right(c.relname, 7), 'YYYY_MM') FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = 'request_rollup'::regclass AND c.relname ~ '_\d{4}_\d{2}$'
        LOOP
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                           table_name || to_char(month, '_YYYY_MM'), table_name,
                           month, (month + interval '1 month')::date);
        END LOOP;
    END LOOP;
END
$body$;
