-- How many events died, by the hour in which it was told; for telling once when they become many.
CREATE TABLE dead_letter_hour (
    hour        timestamptz NOT NULL,
    tenant_id   uuid        NOT NULL,
    environment text        NOT NULL,
    dead        bigint      NOT NULL,
    told        boolean     NOT NULL,
    PRIMARY KEY (hour, tenant_id, environment)
);
