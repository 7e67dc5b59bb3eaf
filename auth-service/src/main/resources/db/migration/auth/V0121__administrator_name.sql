-- What a platform administrator wants to be called.

ALTER TABLE platform_admin
    ADD COLUMN name text CHECK (length(name) BETWEEN 1 AND 100);
