-- Purpose: what is switched off, as it ought to be; Redis holds what the gateways obey and is made to follow. A row that
-- was taken away (removed_at) stays until Redis was told; told says whether Redis knows of the row as it is. id is of one
-- setting: a scope that is set anew has another.
CREATE TABLE kill_switch (
    scope      text PRIMARY KEY CHECK (length(scope) BETWEEN 1 AND 512),
    id         uuid        NOT NULL,
    reason     text        NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    set_by     uuid        NOT NULL,
    set_at     timestamptz NOT NULL,
    expires_at timestamptz CHECK (expires_at > set_at),
    removed_at timestamptz,
    told       boolean     NOT NULL DEFAULT false
);

COMMENT ON TABLE kill_switch IS 'what an administrator has switched off, and whether Redis knows of it';
