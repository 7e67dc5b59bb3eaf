-- Whom the SDKs have identified, and their sessions.

-- One row per user of a tenant and environment; identifying again changes it and keeps its id.
CREATE TABLE sdk_user (
    tenant_id   uuid        NOT NULL,
    environment text        NOT NULL CHECK (environment IN ('live', 'test')),
    user_id     text        NOT NULL CHECK (char_length(user_id) BETWEEN 1 AND 255),
    id          uuid        NOT NULL,
    role        text CHECK (char_length(role) BETWEEN 1 AND 128),
    traits      jsonb       NOT NULL CHECK (jsonb_typeof(traits) = 'object'),
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, environment, user_id)
);

-- Who is behind a session: the user, else the anonymous id. Dropped some time after it has expired.
CREATE TABLE sdk_session (
    tenant_id    uuid        NOT NULL,
    environment  text        NOT NULL CHECK (environment IN ('live', 'test')),
    id           uuid        NOT NULL,
    user_id      text CHECK (char_length(user_id) BETWEEN 1 AND 255),
    anonymous_id text CHECK (char_length(anonymous_id) BETWEEN 1 AND 255),
    locale       text CHECK (char_length(locale) <= 35),
    url          text CHECK (char_length(url) <= 2048),
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, environment, id)
);

CREATE INDEX sdk_session_expiry ON sdk_session (expires_at);
CREATE INDEX sdk_session_user ON sdk_session (tenant_id, environment, user_id) WHERE user_id IS NOT NULL;
