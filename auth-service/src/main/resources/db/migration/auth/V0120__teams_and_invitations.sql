-- What a tenant is to billing, the teams inside it, and the invitations that bring people in.

-- past_due and cancelled: the subscription's state; reads, sign-in and key deletion go on. suspended: nothing does.
ALTER TABLE tenant DROP CONSTRAINT tenant_status_check;
ALTER TABLE tenant ADD CONSTRAINT tenant_status_check
    CHECK (status IN ('active', 'past_due', 'cancelled', 'suspended'));

-- Limits of one tenant, each in place of its plan's; NULL leaves the plan's. billing_day is when a month of the
-- subscription begins, so it is a day that every month has.
ALTER TABLE tenant
    ADD COLUMN requests_per_minute    integer CHECK (requests_per_minute > 0),
    ADD COLUMN api_keys               integer CHECK (api_keys >= 0),
    ADD COLUMN events_per_day         bigint CHECK (events_per_day >= 0),
    ADD COLUMN participants_per_month bigint CHECK (participants_per_month >= 0),
    ADD COLUMN team_writes_per_month  bigint CHECK (team_writes_per_month >= 0),
    ADD COLUMN billing_day            smallint CHECK (billing_day BETWEEN 1 AND 28);

UPDATE tenant SET billing_day = least(28, extract(DAY FROM created_at AT TIME ZONE 'UTC'));

-- The default serves whatever still inserts without naming the column.
ALTER TABLE tenant
    ALTER COLUMN billing_day SET DEFAULT least(28, extract(DAY FROM now() AT TIME ZONE 'UTC')),
    ALTER COLUMN billing_day SET NOT NULL;

-- For the lists of administrators, newest first.
CREATE INDEX tenant_by_status ON tenant (status, id);
CREATE INDEX tenant_by_plan ON tenant (plan, id);

-- A part of a tenant that keys can be limited to. Owners and admins of the tenant hold every team of it.
CREATE TABLE team (
    id         uuid PRIMARY KEY,
    tenant_id  uuid        NOT NULL REFERENCES tenant (id),
    name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE INDEX team_by_tenant ON team (tenant_id, id);
CREATE UNIQUE INDEX team_name ON team (tenant_id, lower(name));

-- Who is in a team; each is a member of the team's tenant too.
CREATE TABLE team_member (
    team_id    uuid        NOT NULL REFERENCES team (id) ON DELETE CASCADE,
    user_id    uuid        NOT NULL REFERENCES app_user (id),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (team_id, user_id)
);

CREATE INDEX team_member_by_user ON team_member (user_id, team_id);

-- For refusing to delete a team that living keys name.
CREATE INDEX api_key_by_team ON api_key USING gin (team_ids) WHERE revoked_at IS NULL;

-- Offers of a membership, each behind a token of which the SHA-256 is kept. At most one is open per tenant and address.
CREATE TABLE invitation (
    id          uuid PRIMARY KEY,
    tenant_id   uuid        NOT NULL REFERENCES tenant (id),
    email       text        NOT NULL,
    email_key   text        NOT NULL,
    role        text        NOT NULL CHECK (role IN ('viewer', 'editor', 'admin', 'owner')),
    team_ids    uuid[]      NOT NULL DEFAULT '{}',
    sha256      bytea       NOT NULL CHECK (octet_length(sha256) = 32),
    invited_by  uuid,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    accepted_at timestamptz,
    accepted_by uuid,
    revoked_at  timestamptz,
    CONSTRAINT invitation_sha256 UNIQUE (sha256),
    CHECK (accepted_at IS NULL OR revoked_at IS NULL)
);

CREATE INDEX invitation_by_tenant ON invitation (tenant_id, id);
CREATE INDEX invitation_by_address ON invitation (email_key);
CREATE UNIQUE INDEX invitation_open ON invitation (tenant_id, email_key)
    WHERE accepted_at IS NULL AND revoked_at IS NULL;

-- For erasing a tenant with its sessions.
CREATE INDEX session_by_tenant ON session (tenant_id) WHERE tenant_id IS NOT NULL;

-- For taking personal data out of events that are kept.
CREATE INDEX outbox_by_person ON outbox ((payload->'personal'->>'subject'))
    WHERE payload->'personal'->>'subject' IS NOT NULL;
CREATE INDEX outbox_by_address ON outbox (lower(payload->'personal'->>'email'))
    WHERE payload->'personal'->>'email' IS NOT NULL;
CREATE INDEX outbox_by_tenant ON outbox (tenant_id) WHERE tenant_id IS NOT NULL;

COMMENT ON TABLE team IS 'parts of a tenant that keys can be limited to';
COMMENT ON TABLE team_member IS 'which users are in which team of their tenant';
COMMENT ON TABLE invitation IS 'offers of a membership to an e-mail address, and what became of them';
