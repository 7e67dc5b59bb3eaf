-- The keys of days go with the entries of these days, and no earlier: a day that is not sealed stays, and so does its key.

-- Drops the entries of a chain's sealed days before a date, oldest first and without a hole, and keeps their seals.
-- Returns how many entries that were. Never touches a day that is not over in UTC.
CREATE OR REPLACE FUNCTION drop_sealed_days(of_chain text, before date) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    until   date := least(before, (now() AT TIME ZONE 'UTC')::date);
    last    bigint;
    newest  date;
    dropped bigint;
BEGIN
    SELECT max(last_sequence), max(day) INTO last, newest
      FROM audit_seal WHERE chain = of_chain AND day < until AND dropped_at IS NULL;
    IF last IS NULL THEN
        RETURN 0;
    END IF;
    PERFORM set_config('breakwater.audit_retention', 'on', true);
    DELETE FROM audit_record WHERE chain = of_chain AND sequence <= last;
    GET DIAGNOSTICS dropped = ROW_COUNT;
    UPDATE audit_seal SET dropped_at = clock_timestamp()
     WHERE chain = of_chain AND day < until AND dropped_at IS NULL;
    PERFORM set_config('breakwater.audit_retention', '', true);
    DELETE FROM subject_key WHERE chain = of_chain AND owner LIKE 'day:%' AND owner <= 'day:' || newest::text;
    RETURN dropped;
END
$$;
