-- Drops the oldest monthly partition that holds nothing younger than some days, and says how many that were: 1 or 0. One to a
-- call, as the parent is locked until the transaction ends. Runs as the owner, since the service's own role may not define
-- tables. Never younger than 31 days. Waits for no lock for long; what could not be dropped is dropped at the next call.
CREATE FUNCTION drop_partition(older_than_days integer) RETURNS integer
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = ingest, pg_temp
    SET lock_timeout = '2s'
    SET timezone = 'UTC'
AS
$body$
DECLARE
    cutoff     date;
    table_name text;
    child      text;
BEGIN
    IF older_than_days IS NULL OR older_than_days < 31 THEN
        RAISE EXCEPTION 'older_than_days must be 31 or more';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('ingest.ensure_partitions'));
    cutoff := (now() - make_interval(days => older_than_days))::date;
    FOREACH table_name IN ARRAY ARRAY ['event', 'fact'] LOOP
        FOR child IN
            SELECT c.relname
            FROM pg_inherits i
            JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = to_regclass('ingest.' || table_name)
              AND c.relname ~ ('^' || table_name || '_[0-9]{4}_[0-9]{2}$')
              AND (to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month')::date <= cutoff
            ORDER BY c.relname
        LOOP
            EXECUTE format('DROP TABLE ingest.%I', child);
            RETURN 1;
        END LOOP;
    END LOOP;
    RETURN 0;
END
$body$;

REVOKE ALL ON FUNCTION drop_partition(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION drop_partition(integer) TO ingest_app;
