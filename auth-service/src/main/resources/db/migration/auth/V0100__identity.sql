-- Identity: plans, tenants, people, sessions, API keys, signing keys, platform administrators.
-- Ids are UUIDv7, made by the service. Tenants, people and sessions span both environments; API keys belong to one.

-- The plans of CONTRACT §6; NULL means no limit. The only rows a migration brings.
CREATE TABLE plan (
    id                     text PRIMARY KEY CHECK (id ~ '^[a-z][a-z0-9_-]{0,31}$'),
    requests_per_minute    integer CHECK (requests_per_minute > 0),
    api_keys               integer CHECK (api_keys >= 0),
    events_per_day         bigint CHECK (events_per_day >= 0),
    participants_per_month bigint CHECK (participants_per_month >= 0),
    team_writes_per_month  bigint CHECK (team_writes_per_month >= 0),
    concurrent_engagements integer CHECK (concurrent_engagements >= 0),
    headless_sdk           boolean NOT NULL,
    audit_retention_days   integer NOT NULL CHECK (audit_retention_days > 0)
);

INSERT INTO plan (id, requests_per_minute, api_keys, events_per_day, participants_per_month, team_writes_per_month,
                  concurrent_engagements, headless_sdk, audit_retention_days)
VALUES ('free', 100, 2, 10000, 5000, 10000, 3, false, 7),
       ('starter', 200, 2, 10000, 5000, 10000, 3, false, 7),
       ('pro', 1000, 10, 100000, 25000, 200000, 10, true, 30),
       ('growth', 1000, 10, 100000, 25000, 200000, 10, true, 30),
       ('scale', 5000, 50, 1000000, 100000, 500000, 50, true, 120),
       ('enterprise', NULL, NULL, NULL, NULL, NULL, NULL, true, 365);

CREATE TABLE tenant (
    id         uuid PRIMARY KEY,
    name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    status     text        NOT NULL CHECK (status IN ('active', 'suspended')),
    plan       text        NOT NULL REFERENCES plan (id),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

-- email is as its owner writes it; email_key is the normal form that identifies them.
CREATE TABLE app_user (
    id            uuid PRIMARY KEY,
    email         text        NOT NULL,
    email_key     text        NOT NULL,
    password_hash text        NOT NULL,
    created_at    timestamptz NOT NULL,
    CONSTRAINT app_user_email_key UNIQUE (email_key)
);

CREATE TABLE membership (
    tenant_id  uuid        NOT NULL REFERENCES tenant (id),
    user_id    uuid        NOT NULL REFERENCES app_user (id),
    role       text        NOT NULL CHECK (role IN ('viewer', 'editor', 'admin', 'owner')),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, user_id)
);

CREATE INDEX membership_by_user ON membership (user_id, created_at);

CREATE TABLE platform_admin (
    id            uuid PRIMARY KEY,
    email         text        NOT NULL,
    email_key     text        NOT NULL,
    password_hash text        NOT NULL,
    created_at    timestamptz NOT NULL,
    CONSTRAINT platform_admin_email_key UNIQUE (email_key)
);

-- A sign-in, of a user to a tenant or of an administrator to the platform. Its refresh tokens are one family.
CREATE TABLE session (
    id                uuid PRIMARY KEY,
    realm             text        NOT NULL CHECK (realm IN ('tenant', 'platform')),
    user_id           uuid REFERENCES app_user (id),
    tenant_id         uuid REFERENCES tenant (id),
    platform_admin_id uuid REFERENCES platform_admin (id),
    created_at        timestamptz NOT NULL,
    idle_expires_at   timestamptz NOT NULL,
    expires_at        timestamptz NOT NULL,
    ended_at          timestamptz,
    end_reason        text CHECK (end_reason IN ('logout', 'refresh_reuse')),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
    CHECK (CASE realm
               WHEN 'tenant' THEN user_id IS NOT NULL AND tenant_id IS NOT NULL AND platform_admin_id IS NULL
               ELSE user_id IS NULL AND tenant_id IS NULL AND platform_admin_id IS NOT NULL END)
);

CREATE INDEX session_by_user ON session (user_id) WHERE user_id IS NOT NULL;

-- Opaque, stored as SHA-256, each good for one use. The successor of a used token is derived from its plaintext, so
-- that only whoever holds the old one can be given the new one again.
CREATE TABLE refresh_token (
    sha256     bytea PRIMARY KEY CHECK (octet_length(sha256) = 32),
    family     uuid        NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    issued_at  timestamptz NOT NULL,
    used_at    timestamptz,
    successor  bytea CHECK (octet_length(successor) = 32),
    CHECK ((used_at IS NULL) = (successor IS NULL))
);

CREATE INDEX refresh_token_by_family ON refresh_token (family);

CREATE TABLE api_key (
    id              uuid PRIMARY KEY,
    tenant_id       uuid        NOT NULL REFERENCES tenant (id),
    environment     text        NOT NULL CHECK (environment IN ('live', 'test')),
    kind            text        NOT NULL CHECK (kind IN ('secret', 'publishable')),
    name            text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    sha256          bytea       NOT NULL CHECK (octet_length(sha256) = 32),
    prefix          text        NOT NULL,
    last_four       text        NOT NULL,
    scopes          text[]      NOT NULL CHECK (cardinality(scopes) > 0),
    team_ids        uuid[]      NOT NULL DEFAULT '{}',
    rate_limit      integer CHECK (rate_limit > 0),
    expires_at      timestamptz,
    revoked_at      timestamptz,
    allowed_ips     text[]      NOT NULL DEFAULT '{}',
    allowed_origins text[]      NOT NULL DEFAULT '{}',
    metadata        jsonb       NOT NULL DEFAULT '{}',
    last_used_at    timestamptz,
    created_by_kind text        NOT NULL CHECK (created_by_kind IN ('user', 'key')),
    created_by      uuid        NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CONSTRAINT api_key_sha256 UNIQUE (sha256)
);

CREATE INDEX api_key_by_owner ON api_key (tenant_id, environment, id);
CREATE INDEX api_key_unrevoked ON api_key (tenant_id) WHERE revoked_at IS NULL;

-- Private halves are sealed with AES-256-GCM under the key-encryption key; a row is useless without that key's file.
CREATE TABLE signing_key (
    kid            text PRIMARY KEY,
    use            text        NOT NULL CHECK (use IN ('internal', 'access')),
    algorithm      text        NOT NULL CHECK (algorithm IN ('RS256')),
    public_key     bytea       NOT NULL,
    sealed_private bytea       NOT NULL,
    created_at     timestamptz NOT NULL,
    active_from    timestamptz NOT NULL,
    retired_at     timestamptz
);
