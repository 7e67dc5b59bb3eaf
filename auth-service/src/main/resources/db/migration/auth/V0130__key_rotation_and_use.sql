-- Rotation of keys, from where they are used, and notices that they are about to expire.

-- rotated_from and replaced_by are history: they stay when the other key is gone, so they are no foreign keys. A key that
-- was replaced works until expires_at and does not count against the plan. expiry_notice_days is the last notice that was
-- given for the present expires_at, NULL for none.
ALTER TABLE api_key
    ADD COLUMN rotated_from       uuid,
    ADD COLUMN replaced_by        uuid,
    ADD COLUMN expiry_notice_days smallint CHECK (expiry_notice_days > 0),
    ADD CONSTRAINT api_key_replaced_key_expires CHECK (replaced_by IS NULL OR expires_at IS NOT NULL);

CREATE INDEX api_key_expiring ON api_key (expires_at)
    WHERE revoked_at IS NULL AND replaced_by IS NULL AND expires_at IS NOT NULL;

-- Purpose: shows who still uses a key, so that a rotation can be finished. Personal data (addresses): at most 50 rows a
-- key, none older than 30 days, gone with the key.
CREATE TABLE api_key_usage (
    key_id        uuid        NOT NULL REFERENCES api_key (id) ON DELETE CASCADE,
    ip            text        NOT NULL CHECK (length(ip) BETWEEN 1 AND 64),
    first_used_at timestamptz NOT NULL,
    last_used_at  timestamptz NOT NULL,
    PRIMARY KEY (key_id, ip)
);

CREATE INDEX api_key_usage_by_age ON api_key_usage (last_used_at);
