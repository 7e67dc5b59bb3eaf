-- Redis may not let the service have its append-only file written anew; the receipt then says so.
ALTER TABLE erasure
    DROP CONSTRAINT erasure_append_only_file_check,
    ADD CONSTRAINT erasure_append_only_file_check CHECK (append_only_file IN ('rewritten', 'off', 'refused'));

-- What was kept of a dead letter goes when it is replayed: it may name somebody whom the event does not. Those of before.
UPDATE event SET raw = NULL WHERE replayed_at IS NOT NULL AND state <> 'dead' AND raw IS NOT NULL;
