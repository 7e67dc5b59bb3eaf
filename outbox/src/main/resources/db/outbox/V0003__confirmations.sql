-- Messages of some streams stay until their reader says that it has them: what a stream loses is published again.
ALTER TABLE outbox
    ADD COLUMN awaits_confirmation boolean NOT NULL DEFAULT false,
    -- Where the stream has it: the id that Redis answered.
    ADD COLUMN stream_id           text,
    -- When it was last seen in the stream.
    ADD COLUMN checked_at          timestamptz;

CREATE INDEX outbox_unconfirmed ON outbox (checked_at) WHERE awaits_confirmation;
