-- Sessions are found by the anonymous id too.
CREATE INDEX sdk_session_anonymous ON sdk_session (tenant_id, environment, anonymous_id) WHERE anonymous_id IS NOT NULL;
