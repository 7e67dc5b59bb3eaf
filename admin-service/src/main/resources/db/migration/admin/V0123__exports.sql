-- Purpose: the archives of exports, one per service, as one gzip stream in chunks, so that any replica can serve them and
-- none holds one in memory. Personal data: gone at expires_at, and with an erasure of what they are about.
CREATE TABLE export_archive (
    job_id             uuid        NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    service            text        NOT NULL,
    tenant_id          uuid        NOT NULL,
    participant_sha256 text,
    expires_at         timestamptz NOT NULL,
    complete           boolean     NOT NULL DEFAULT false,
    bytes              bigint      NOT NULL DEFAULT 0 CHECK (bytes >= 0),
    lines              bigint      NOT NULL DEFAULT 0 CHECK (lines >= 0),
    PRIMARY KEY (job_id, service)
);

CREATE INDEX export_archive_by_tenant ON export_archive (tenant_id);
CREATE INDEX export_archive_expiring ON export_archive (expires_at);

CREATE TABLE export_chunk (
    job_id  uuid    NOT NULL,
    service text    NOT NULL,
    seq     integer NOT NULL CHECK (seq >= 0),
    content bytea   NOT NULL,
    PRIMARY KEY (job_id, service, seq),
    FOREIGN KEY (job_id, service) REFERENCES export_archive (job_id, service) ON DELETE CASCADE
);

-- It is compressed already.
ALTER TABLE export_chunk ALTER COLUMN content SET STORAGE EXTERNAL;

COMMENT ON TABLE export_archive IS 'what exports have gathered, per service, until it expires';
COMMENT ON TABLE export_chunk IS 'the content of those archives, gzipped';
