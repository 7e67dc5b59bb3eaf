-- How many events of a day were acknowledged through the log, counted apart from the log itself, so that a loss of it
-- shows. Written behind: what an instance acknowledged in its last moments may be missing, never the other way round.
CREATE TABLE acknowledged (
    tenant_id   uuid   NOT NULL,
    environment text   NOT NULL CHECK (environment IN ('live', 'test')),
    day         date   NOT NULL,
    events      bigint NOT NULL CHECK (events >= 0),
    PRIMARY KEY (tenant_id, environment, day)
);

INSERT INTO acknowledged (tenant_id, environment, day, events)
SELECT tenant_id, environment, day, sum(events) FROM ledger WHERE shard < 64 GROUP BY tenant_id, environment, day;
