-- Up to where each stream was read. A reader locks the row for the length of a batch.
CREATE TABLE intake_position (
    stream     text PRIMARY KEY,
    -- Counts how often the stream was found to be another than before.
    generation bigint NOT NULL DEFAULT 0,
    -- The stream's id of the last entry that was read; null when none of this generation was.
    position   text,
    read_at    timestamptz
);

-- What could not be taken in; nothing is thrown away.
CREATE TABLE intake_set_aside (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stream       text        NOT NULL,
    -- Who could not take it; empty when nobody was asked, as there was no message in it.
    consumer     text        NOT NULL,
    position     text        NOT NULL,
    -- The entry's fields as JSON in UTF-8, of whatever characters.
    entry        bytea       NOT NULL,
    reason       text        NOT NULL,
    set_aside_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX intake_set_aside_stream ON intake_set_aside (stream, consumer, id);
