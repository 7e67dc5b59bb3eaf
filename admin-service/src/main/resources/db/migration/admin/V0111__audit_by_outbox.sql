-- This service's own audit events take the way of all others: what is recorded so far goes to the outbox, and from there
-- into the trail.
INSERT INTO outbox (id, stream, type, payload, tenant_id, environment, created_at)
SELECT id, 'admin:audit', action,
       jsonb_build_object(
           'schema', 1,
           'outcome', CASE outcome WHEN 'succeeded' THEN 'success' WHEN 'failed' THEN 'failure' ELSE outcome END,
           'reason', NULL,
           'actor', jsonb_build_object('kind', actor_kind, 'id', actor_id),
           'target', CASE WHEN tenant_id IS NULL THEN NULL
                          ELSE jsonb_build_object('kind', 'tenant', 'id', tenant_id) END,
           'tenant', tenant_id, 'environment', environment, 'request_id', request_id, 'details', detail,
           'personal', jsonb_build_object('subject', actor_id)),
       tenant_id, environment, at
  FROM audit_entry ORDER BY position;

DROP TABLE audit_entry;
DROP FUNCTION refuse_change();
