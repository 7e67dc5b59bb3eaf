-- Accounts: names and verified addresses, where sessions come from, one-time tokens, outgoing mail, throttled logins.

ALTER TABLE app_user
    ADD COLUMN name text CHECK (length(name) BETWEEN 1 AND 100),
    ADD COLUMN email_verified_at timestamptz;

COMMENT ON COLUMN app_user.email_verified_at IS 'when the owner of the present address showed that it is theirs; null until then';

-- ip and user_agent are of the sign-in, and personal data.
ALTER TABLE session
    ADD COLUMN ip text CHECK (length(ip) <= 64),
    ADD COLUMN user_agent text CHECK (length(user_agent) <= 256),
    ADD COLUMN last_used_at timestamptz,
    DROP CONSTRAINT session_end_reason_check,
    ADD CONSTRAINT session_end_reason_form CHECK (end_reason ~ '^[a-z_]{1,40}$');

-- The purge looks for what ended long ago.
CREATE INDEX session_ended ON session (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX session_expiring ON session (least(idle_expires_at, expires_at)) WHERE ended_at IS NULL;
CREATE INDEX refresh_token_used ON refresh_token (used_at) WHERE used_at IS NOT NULL;
CREATE INDEX session_by_platform_admin ON session (platform_admin_id) WHERE platform_admin_id IS NOT NULL;

-- Tokens that are mailed and good for one use: 256 random bits, of which only the SHA-256 is kept. email_key is the
-- address that the token was sent to: a token proves nothing about an address that came later.
CREATE TABLE one_time_token (
    sha256     bytea PRIMARY KEY CHECK (octet_length(sha256) = 32),
    purpose    text        NOT NULL CHECK (purpose IN ('verify_email', 'reset_password')),
    user_id    uuid        NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
    email_key  text        NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);

CREATE INDEX one_time_token_by_user ON one_time_token (user_id, purpose);
CREATE INDEX one_time_token_expired ON one_time_token (expires_at);

COMMENT ON TABLE one_time_token IS 'tokens sent by mail to verify an address or to set a new password';

-- Mail that is waiting to be sent; a row is deleted when its mail is out, or given up after a day. Subject and text are
-- sealed (AES-256-GCM), since they may hold a token.
CREATE TABLE mail (
    id              uuid PRIMARY KEY,
    recipient       text        NOT NULL,
    recipient_key   text        NOT NULL,
    template        text        NOT NULL,
    sealed          text        NOT NULL,
    created_at      timestamptz NOT NULL,
    attempts        integer     NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL
);

CREATE INDEX mail_due ON mail (next_attempt_at);
CREATE INDEX mail_by_recipient ON mail (recipient_key);

COMMENT ON TABLE mail IS 'outgoing mail, queued in the transaction that causes it';

-- Failed logins, and mails asked for, by a subject that is an HMAC of an account, a client's address, or both.
CREATE TABLE throttle (
    kind          text        NOT NULL CHECK (kind IN ('pair', 'account', 'address', 'mail')),
    subject       bytea       NOT NULL CHECK (octet_length(subject) = 32),
    failures      integer     NOT NULL CHECK (failures >= 0),
    charged_at    timestamptz NOT NULL,
    blocked_until timestamptz NOT NULL,
    PRIMARY KEY (kind, subject)
);

CREATE INDEX throttle_charged ON throttle (charged_at);

COMMENT ON TABLE throttle IS 'how often logins failed lately, and until when more are refused';

-- The addresses from which an account was signed in to lately, both as HMACs.
CREATE TABLE known_address (
    account      bytea       NOT NULL CHECK (octet_length(account) = 32),
    pair         bytea       NOT NULL CHECK (octet_length(pair) = 32),
    last_seen_at timestamptz NOT NULL,
    PRIMARY KEY (account, pair)
);

CREATE INDEX known_address_seen ON known_address (last_seen_at);

COMMENT ON TABLE known_address IS 'addresses that signed in to an account before: attacks from elsewhere do not delay them';
