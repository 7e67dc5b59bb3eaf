-- Addresses that are changed once they are proved, sessions whose tokens are in cookies alone, and who made a key.

-- email is the address as its owner writes it, which a change of address takes over; null in tokens made before it was kept.
ALTER TABLE one_time_token
    ADD COLUMN email text CHECK (length(email) <= 254),
    DROP CONSTRAINT one_time_token_purpose_check,
    ADD CONSTRAINT one_time_token_purpose_check CHECK (purpose IN ('verify_email', 'reset_password', 'change_email')),
    ADD CONSTRAINT one_time_token_change_has_address CHECK (purpose <> 'change_email' OR email IS NOT NULL);

COMMENT ON TABLE one_time_token IS 'tokens sent by mail to verify an address, to take another one, or to set a new password';

ALTER TABLE session ADD COLUMN in_cookies boolean NOT NULL DEFAULT false;

COMMENT ON COLUMN session.in_cookies IS 'the tokens were put in cookies once, and are never again answered where scripts can read them';

-- Used tokens are kept for as long as their session, as their reuse must be noticed: nothing looks for old ones.
DROP INDEX refresh_token_used;

-- For revoking what was made in the name of an address that had not been proved.
CREATE INDEX api_key_by_creator ON api_key (created_by);
