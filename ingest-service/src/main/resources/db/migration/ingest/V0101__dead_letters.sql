-- Why an event is dead, for filters, and that it was brought back. A dead event that was replayed keeps its reason.
ALTER TABLE event
    ADD COLUMN reason      text CHECK (char_length(reason) BETWEEN 1 AND 64),
    ADD COLUMN reason_path text CHECK (char_length(reason_path) <= 255),
    ADD COLUMN replayed_at timestamptz;
