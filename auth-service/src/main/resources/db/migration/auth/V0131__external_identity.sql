-- Purpose: which user a person at an external issuer is, linked at their first use by a verified address. One person of
-- an issuer per user: an address that the issuer gives to someone else later does not open the first one's account.
CREATE TABLE external_identity (
    issuer    text        NOT NULL CHECK (length(issuer) BETWEEN 1 AND 255),
    subject   text        NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
    user_id   uuid        NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
    linked_at timestamptz NOT NULL,
    PRIMARY KEY (issuer, subject),
    CONSTRAINT external_identity_user UNIQUE (user_id, issuer)
);

COMMENT ON TABLE external_identity IS 'which user a person at an external issuer is';
