-- Events that were charged to a day's quota and then had no effect, counted in the transaction that settles them. Grows
-- only, so that its sum may be copied at any time. Sharded as the ledger is.
CREATE TABLE quota_refund (
    tenant_id   uuid     NOT NULL,
    environment text     NOT NULL CHECK (environment IN ('live', 'test')),
    day         date     NOT NULL,
    shard       smallint NOT NULL,
    events      bigint   NOT NULL CHECK (events >= 0),
    PRIMARY KEY (tenant_id, environment, day, shard)
);

-- What was said of a quota in a period, so that it is said once.
CREATE TABLE quota_notice (
    tenant_id    uuid     NOT NULL,
    environment  text     NOT NULL CHECK (environment IN ('live', 'test')),
    kind         text     NOT NULL,
    period_start date     NOT NULL,
    percent      smallint NOT NULL CHECK (percent BETWEEN 1 AND 100),
    PRIMARY KEY (tenant_id, environment, kind, period_start, percent)
);
