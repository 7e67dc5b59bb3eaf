-- The audit trail: a hash chain for each tenant and one for the platform. docs/audit.md says what is hashed, and how.

-- Where each chain ends. Whoever appends holds the row.
CREATE TABLE audit_head (
    chain           text PRIMARY KEY,
    sequence        bigint NOT NULL DEFAULT 0,
    hash            bytea  NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
    recorded_at     timestamptz,
    -- Up to where the chain is sealed.
    sealed_sequence bigint NOT NULL DEFAULT 0,
    -- The last day that no entry is appended to any more.
    closed_through  date,
    -- The day of the first entry that is not sealed yet; null when there is none.
    unsealed_since  date
);

CREATE INDEX audit_head_unsealed ON audit_head (unsealed_since) WHERE unsealed_since IS NOT NULL;

CREATE TABLE audit_record (
    -- In the order of appending, over all chains; for pages.
    position      bigint GENERATED ALWAYS AS IDENTITY,
    chain         text        NOT NULL,
    sequence      bigint      NOT NULL,
    id            uuid        NOT NULL UNIQUE,
    at            timestamptz NOT NULL,
    recorded_at   timestamptz NOT NULL,
    source        text        NOT NULL,
    actor_kind    text        NOT NULL,
    actor_id      text,
    action        text        NOT NULL,
    outcome       text        NOT NULL,
    reason        text,
    target_kind   text,
    target_id     text,
    environment   text,
    request_id    text,
    -- Canonical JSON, as it was hashed.
    details       text        NOT NULL,
    key_id        uuid,
    sealed        bytea,
    previous_hash bytea       NOT NULL,
    hash          bytea       NOT NULL,
    PRIMARY KEY (chain, sequence)
);

CREATE INDEX audit_record_position ON audit_record (position);
CREATE INDEX audit_record_chain ON audit_record (chain, position);
CREATE INDEX audit_record_action ON audit_record (chain, action text_pattern_ops, position);
CREATE INDEX audit_record_actor ON audit_record (actor_id, position);
CREATE INDEX audit_record_target ON audit_record (target_id, position);
CREATE INDEX audit_record_key ON audit_record (key_id) WHERE key_id IS NOT NULL;

-- The end of each chain on each day, signed. Stays when the entries are dropped.
CREATE TABLE audit_seal (
    chain          text        NOT NULL,
    day            date        NOT NULL,
    first_sequence bigint      NOT NULL,
    last_sequence  bigint      NOT NULL,
    last_hash      bytea       NOT NULL,
    -- A JWS (RFC 7515, compact, ES256) over the same.
    signature      text        NOT NULL,
    sealed_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- When the day's entries were dropped; null while they are there.
    dropped_at     timestamptz,
    PRIMARY KEY (chain, day)
);

-- The keys of personal data in the trail, sealed; without content once they are shredded.
CREATE TABLE subject_key (
    id                 uuid PRIMARY KEY,
    chain              text        NOT NULL,
    -- subject:<id>, or day:<date> for what is about nobody in particular.
    owner              text        NOT NULL,
    key_encryption_key text        NOT NULL,
    sealed             bytea,
    created_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    shredded_at        timestamptz,
    UNIQUE (chain, owner)
);

CREATE INDEX subject_key_owner ON subject_key (owner);

-- Who never gets a key again: subject:<id>, or a tenant's id.
CREATE TABLE shredded (
    name text PRIMARY KEY,
    at   timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Nobody changes or removes an entry or a seal, but drop_sealed_days() what it is made for.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('breakwater.audit_retention', true) = 'on' AND TG_OP <> 'TRUNCATE' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'the audit trail is never changed';
END
$$;

CREATE TRIGGER audit_record_is_append_only BEFORE UPDATE OR DELETE ON audit_record
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_record_is_not_emptied BEFORE TRUNCATE ON audit_record
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_seal_is_append_only BEFORE UPDATE OR DELETE ON audit_seal
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_seal_is_not_emptied BEFORE TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

REVOKE UPDATE, DELETE, TRUNCATE ON audit_record, audit_seal FROM "${runtime_role}";
REVOKE DELETE, TRUNCATE ON audit_head, shredded FROM "${runtime_role}";

-- Drops the entries of a chain's sealed days before a date, oldest first and without a hole, and keeps their seals.
-- Returns how many entries that were. Never touches a day that is not over in UTC.
CREATE FUNCTION drop_sealed_days(of_chain text, before date) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    until   date := least(before, (now() AT TIME ZONE 'UTC')::date);
    last    bigint;
    dropped bigint;
BEGIN
    SELECT max(last_sequence) INTO last
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
    DELETE FROM subject_key WHERE chain = of_chain AND owner LIKE 'day:%' AND owner < 'day:' || until::text;
    RETURN dropped;
END
$$;

REVOKE ALL ON FUNCTION drop_sealed_days(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION drop_sealed_days(text, date) TO "${retention_role}";
